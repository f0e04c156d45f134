/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code openrouter.timeout.request}: how long a client may take to send its request. */
class SlowUploadTest extends HttpTest {

    SlowUploadTest() {
        super("timeout.request=300ms");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "MESSAGES"})
    void uploadThatStallsIsATimeout(Door door) throws Exception {
        try (RawClient client = client().head("POST", door.path(), 1000).send("{")) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.text())
                    .startsWith(door == Door.MESSAGES ? "{\"type\":\"error\"," : "{\"error\":{")
                    .contains("\"type\":\"invalid_request_error\"")
                    .contains("openrouter.timeout.request");
        }
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void connectionOfAStalledUploadIsClosed() throws Exception {
        try (RawClient client = client().head("POST", Door.CHAT.path(), 1000).send("{")) {
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.awaitClose()).isTrue();
        }
    }

    /** The clock is about the upload: an answer may take as long as it likes. */
    @Test
    void answerMayTakeLongerThanAnUpload() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        upstream.script(call -> {
            assertThat(timedOut.await(20, TimeUnit.SECONDS)).isTrue();
            call.answer(200, JSON, "{\"choices\":[]}");
        });
        try (RawClient patient = client().post(Door.CHAT.path(), Door.CHAT.plain());
                RawClient slow = client().head("POST", Door.CHAT.path(), 1000)) {
            upstream.awaitCall();
            assertThat(slow.answer().status()).isEqualTo(408);
            timedOut.countDown();
            assertThat(patient.answer().status()).isEqualTo(200);
        }
    }
}
