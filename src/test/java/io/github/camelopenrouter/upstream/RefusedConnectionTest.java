/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where nobody listens, nothing has been paid for, and the next try may find somebody. */
class RefusedConnectionTest extends HttpTest {

    RefusedConnectionTest() {
        super("retry.attempts=1", "retry.delay=1ms");
    }

    @BeforeAll
    void stopListening() throws IOException {
        upstream.stopListening();
    }

    /** The header is there after more than one try only. */
    @ParameterizedTest
    @EnumSource
    void isTriedAgain(Door door) throws IOException {
        try (RawClient client = client().post(door.path(), door.plain())) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("x-should-retry")).isEqualTo("false");
        }
    }
}
