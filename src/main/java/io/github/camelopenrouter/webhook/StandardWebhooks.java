/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.config.SettingType;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** How a receiver knows who has sent what it gets. Source: the specification at standardwebhooks.com. */
public final class StandardWebhooks {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private StandardWebhooks() {}

    /** A secret of a setting. Source: the specification's part on symmetric signatures. */
    public static SettingType<byte[]> secret() {
        return SettingType.of("whsec_ and 24 to 64 bytes in Base64", StandardWebhooks::parseSecret)
                .asSecret();
    }

    private static byte[] parseSecret(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException();
        }
        byte[] secret = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (secret.length < SHORTEST || secret.length > LONGEST) {
            throw new IllegalArgumentException();
        }
        return secret;
    }

    /**
     * Puts {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature} on a message.
     *
     * @param id the same however often this is sent
     * @param body the message's, byte for byte
     * @param secret null where nothing is signed
     */
    public static void putHeaders(Message message, String id, Instant now, byte[] body, byte @Nullable [] secret)
            throws GeneralSecurityException {
        long timestamp = now.getEpochSecond();
        message.setHeader("webhook-id", id);
        message.setHeader("webhook-timestamp", String.valueOf(timestamp));
        if (secret != null) {
            message.setHeader("webhook-signature", "v1," + signature(secret, id + "." + timestamp + ".", body));
        }
    }

    /** In Base64, of what stands in front of the body and the body. Source: the specification's signature scheme. */
    static String signature(byte[] secret, String beginning, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(ALGORITHM);
        mac.init(new SecretKeySpec(secret, ALGORITHM));
        mac.update(beginning.getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }
}
