/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.SettingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's token. The file is read for each request: what it holds now is what counts, and one that cannot be used any
 * more lets nobody in. Safe for many threads.
 */
final class AdminToken {

    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

    private final TokenFile file;
    private volatile @Nullable String problem;

    AdminToken(TokenFile file) {
        this.file = file;
    }

    /** Whether the file holds it. */
    boolean isTheToken(String shown) {
        try {
            boolean same = MessageDigest.isEqual(utf8(file.token()), utf8(shown)); // in constant time
            problem = null;
            return same;
        } catch (SettingException e) {
            sayOnce(e.getMessage());
            return false;
        }
    }

    private void sayOnce(@Nullable String sentence) {
        if (!Objects.equals(problem, sentence)) {
            problem = sentence;
            LOG.warn("Nobody is let in with the token of a file: {}", sentence);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
