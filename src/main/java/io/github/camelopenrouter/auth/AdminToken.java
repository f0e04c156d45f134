/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.OpenRouterException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who shows the operator's token as {@code Authorization: Bearer}. The file is read for each request: what it holds
 * now is what counts, and a file that cannot be used any more lets nobody in. Safe for many threads.
 *
 * <p>Out: the {@link Principal}, a user with the role of an admin and no client's key, and with it the property {@link
 * OpenRouterConstants#CLIENT_LABEL}; the token is gone from the message. Error: 401.
 */
final class AdminToken implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

    private static final Principal HOLDER = new Principal(null, null, "admin-token", Set.of(Role.ADMIN));

    private final TokenFile file;
    private volatile @Nullable String problem;

    AdminToken(TokenFile file) {
        this.file = file;
    }

    @Override
    public void process(Exchange exchange) {
        String shown = ShownKey.takeBearer(exchange.getMessage());
        if (shown == null || !isTheToken(shown)) {
            throw OpenRouterException.unauthorized(
                    "Here the admin token is needed: send it as 'Authorization: Bearer <token>'.");
        }
        HOLDER.putOn(exchange);
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
