/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.config.ApiKey;
import io.github.camelopenrouter.config.Settings;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** What makes two Kamelets share a gateway. */
record Upstream(List<ApiKey> keys, URI url) {

    /** So that nothing else that hashes a key has the same digits. */
    private static final String PURPOSE = "camel-openrouter gateway of a Kamelet";

    static Upstream of(Settings settings) {
        return new Upstream(settings.apiKeys(), settings.baseUrl());
    }

    /** 64 hexadecimal digits, the same in each process, for which nobody finds another upstream, and from which none. */
    String hash() {
        MessageDigest digest = Sha256.begin();
        add(digest, PURPOSE);
        add(digest, url.toString());
        for (ApiKey key : keys) {
            add(digest, key.label());
            add(digest, key.key());
            add(digest, Double.toString(key.weight()));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** With its length in front, so that two texts cannot be taken for one. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update((bytes.length + ":").getBytes(UTF_8));
        digest.update(bytes);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
