/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.CallRecord;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordLineTest {

    @Test
    void saysAllThatIsKnownWithEveryDigitOfItsCost() {
        assertThat(line(Records.whole()))
                .isEqualTo("{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"019-a\",\"rev\":0,"
                        + "\"request_id\":\"req \\\"1\\\"\\n\",\"parent\":\"019-0\",\"time\":\"2026-08-04T12:00:00.250Z\","
                        + "\"gateway\":\"b\",\"node\":\"n1\",\"door\":\"/v1/chat/completions\","
                        + "\"operation\":\"chat-completions\",\"stream\":true,"
                        + "\"client\":{\"key\":\"ci\",\"team\":\"search\",\"user\":\"ann\",\"end_user\":\"9f\"},"
                        + "\"tags\":{\"env\":\"prod\",\"project\":\"a\\\"b\"},"
                        + "\"model\":{\"asked\":\"fast\",\"sent\":\"openai/gpt-4o\",\"served\":\"openai/gpt-4o-2024\"},"
                        + "\"vendor\":\"openai\",\"provider\":\"Azure\",\"upstream_key\":\"main\",\"status\":200,"
                        + "\"outcome\":\"complete\",\"finish_reason\":\"stop\",\"attempts\":["
                        + "{\"n\":1,\"model\":\"a/b\",\"vendor\":\"a\",\"upstream_key\":\"main\",\"status\":502,"
                        + "\"generation_id\":\"gen-0\",\"cost_source\":\"unresolved\",\"ms\":3.000},"
                        + "{\"n\":2,\"model\":\"openai/gpt-4o\",\"vendor\":\"openai\",\"provider\":\"Azure\","
                        + "\"upstream_key\":\"main\",\"status\":200,\"generation_id\":\"gen-1\",\"cost\":\"0.0000001200\","
                        + "\"upstream_cost\":\"0.000000001\",\"cost_source\":\"answer\",\"ms\":40.000}],"
                        + "\"tokens\":{\"prompt\":7,\"cached\":1,\"cache_write\":2,\"completion\":31,\"reasoning\":40,"
                        + "\"total\":38},\"byok\":true,\"cost\":\"0.0000001200\",\"upstream_cost\":\"0.000000001\","
                        + "\"spend\":\"0.0000001210\",\"cost_source\":\"unresolved\","
                        + "\"estimate\":\"0.00000012\",\"ms\":{\"queued\":1.000,\"first_token\":20.000,\"total\":44.000,\"overhead\":0.123},"
                        + "\"bytes\":{\"request\":210,\"response\":5000},\"session\":\"00ff\"}\n");
    }

    @Test
    void leavesOutWhatNobodyKnows() {
        assertThat(line(Records.refused()))
                .isEqualTo("{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"019-b\",\"rev\":0,"
                        + "\"time\":\"2026-08-04T12:00:00.250Z\",\"gateway\":\"\",\"node\":\"n1\",\"door\":\"direct\","
                        + "\"stream\":false,\"client\":{},\"model\":{},\"status\":400,\"outcome\":\"refused\","
                        + "\"error\":{\"type\":\"invalid_request_error\"},\"attempts\":[],\"tokens\":{},"
                        + "\"cost_source\":\"none\",\"ms\":{\"total\":2.000,\"overhead\":0.000},"
                        + "\"bytes\":{\"response\":0}}\n");
    }

    /** A client could fill a disk, or write somebody's key into it, where its model's name stood there as it is. */
    @Test
    void cutsAndMasksWhatAClientHasChosen() {
        String line = line(Records.of("sk-or-v1-canary" + "x".repeat(10_000), "/v1/videos/sk-or-v1-canary"));

        assertThat(line.length()).isLessThan(2_000);
        assertThat(line).doesNotContain("canary").contains("\"asked\":\"sk-***\"", "\"door\":\"/v1/videos/sk-***\"");
    }

    @Test
    void aFirstRecordIsKnownByItsBeginning() {
        byte[] record = RecordLine.of(Records.whole(), "n1");
        assertThat(RecordLine.firstOf(record)).isEqualTo("019-a");
        assertThat(RecordLine.firstOf(record(record, "\"rev\":0,", "\"rev\":1,")))
                .isNull();
        assertThat(RecordLine.firstOf(record(record, "\"id\":", "\"of\":"))).isNull();
        assertThat(RecordLine.firstOf(record(record, "usage/1", "begun/1"))).isNull();
        for (int length = 0; length < 58; length++) {
            assertThat(RecordLine.firstOf(Arrays.copyOf(record, length))).isNull();
        }
    }

    private static byte[] record(byte[] line, String word, String instead) {
        return new String(line, UTF_8).replace(word, instead).getBytes(UTF_8);
    }

    private static String line(CallRecord call) {
        return new String(RecordLine.of(call, "n1"), UTF_8);
    }
}
