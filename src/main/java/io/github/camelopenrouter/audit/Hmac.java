/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 with one key, in hex. Safe for many threads. */
final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    Hmac(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String of(String text) {
        return of(text.getBytes(UTF_8));
    }

    String of(byte[] bytes) {
        return HexFormat.of().formatHex(begin().doFinal(bytes));
    }

    /** What is written somewhere. */
    interface Written {
        void to(OutputStream out) throws IOException;
    }

    /** Of what is written, without a copy of it. */
    String of(Written body) throws IOException {
        Mac mac = begin();
        body.to(new OutputStream() {
            @Override
            public void write(int next) {
                mac.update((byte) next);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                mac.update(bytes, from, length);
            }
        });
        return HexFormat.of().formatHex(mac.doFinal());
    }

    private Mac begin() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }
}
