/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies with a few bytes changed are read or refused exactly as Jackson's own tree reader would. */
class MutatedBodyTest {

    private static final byte[] LIKELY = Requests.bytes("{}[]\",:\\ \n0-.eE+tfn");

    private final ObjectMapper jackson = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void isReadOrRefusedAndNothingElse() {
        int refused = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            byte[] body = mutated(seed);
            JsonNode expected = expected(body);
            JsonNode sent = sent(body);
            refused += sent == null ? 1 : 0;

            assertThat(sent).as("seed %d: %s", seed, new String(body)).isEqualTo(expected);
        }
        assertThat(refused).isBetween(5_000, 19_000);
    }

    private JsonNode sent(byte[] body) {
        try {
            return read(Requests.written(BodyParser.parse(body)));
        } catch (OpenRouterException refusal) {
            assertThat(refusal.status()).isEqualTo(400);
            return null;
        }
    }

    /** Null for what must be refused; of a key twice at the top level Jackson would keep the last. */
    private JsonNode expected(byte[] body) {
        JsonNode node = Utf8.firstInvalid(body, 0) < 0 ? read(body) : null;
        return node != null && node.isObject() && !hasKeyTwice(body) ? node : null;
    }

    private JsonNode read(byte[] body) {
        try {
            return jackson.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    private boolean hasKeyTwice(byte[] body) {
        try {
            BodyParser.parse(body);
            return false;
        } catch (OpenRouterException refusal) {
            return refusal.param() != null;
        }
    }

    private static byte[] mutated(long seed) {
        Random random = new Random(seed);
        byte[] body = Requests.bytes(new RandomJson(seed, 8, true).object());
        for (int i = random.nextInt(3); i >= 0; i--) {
            body[random.nextInt(body.length)] =
                    random.nextInt(8) == 0 ? (byte) random.nextInt() : LIKELY[random.nextInt(LIKELY.length)];
        }
        return body;
    }
}
