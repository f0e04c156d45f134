/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.testing.DoorCall;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator switches on to look into the standalone gateway changes neither its answers nor its access log. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedGatewayTest {

    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String LAST = "data: {\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{}}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4,\"cost\":0.25}}\n\n";
    private static final String PLAIN = "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"cost\":0.5}}";

    private ScriptedUpstream upstream;
    private List<String> unwatched;

    @BeforeAll
    void start() throws Exception {
        upstream = ScriptedUpstream.start(WatchedGatewayTest::answer);
        unwatched = answersWith("openrouter.access-log=true");
        assertThat(unwatched)
                .anyMatch(line -> line.endsWith(" outcome=complete"))
                .anyMatch(line -> line.endsWith(" outcome=error"));
    }

    @AfterAll
    void stop() throws IOException {
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.main.tracing=true camel.main.tracingTemplates=true",
                "camel.trace.enabled=true camel.trace.traceTemplates=true",
                "camel.trace.enabled=true camel.trace.bodyIncludeStreams=true",
                "camel.main.profile=dev",
                "camel.main.messageHistory=true",
                "camel.debug.enabled=true",
                "camel.main.exchangeFactory=pooled",
                "camel.main.useBreadcrumb=true"
            })
    void answersAndAccessLinesAreTheSame(String settings) throws Exception {
        assertThat(answersWith(settings.split(" "))).containsExactlyElementsOf(unwatched);
    }

    private List<String> answersWith(String... settings) throws Exception {
        List<String> answers = new ArrayList<>();
        String[] all = Stream.concat(Stream.of("openrouter.access-log=true"), Stream.of(settings))
                .toArray(String[]::new);
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = TestGateway.start(upstream.baseUrl(), all)) {
            OneRequest client = new OneRequest(gateway.port());
            for (DoorCall door : DoorCall.values()) {
                for (String model : List.of("a/plain", "a/streaming", "a/refused", "a/failed")) {
                    boolean streams = model.endsWith("streaming") && door != DoorCall.EMBEDDINGS;
                    OneRequest.Answer answer = client.post(door.path(), door.body(model, streams), "x-request-id: r1");
                    answers.add(answer.status() + " " + answer.headers() + answer.text());
                    answers.add(accessLine(log, answers.size() / 2 + 1));
                }
            }
        }
        return answers;
    }

    private static String accessLine(LogRecorder log, int number) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> accessLines(log).size() >= number);
        return accessLines(log).get(number - 1).replaceAll(" (first_)?ms=\\S+", "");
    }

    private static List<String> accessLines(LogRecorder log) {
        return log.lines().stream()
                .filter(line -> line.contains(" " + AccessLog.LOGGER + " "))
                .toList();
    }

    private static void answer(ScriptedUpstream.Call call) throws Exception {
        String request = call.text();
        if (request.contains("refused")) {
            call.answer(402, HttpTest.JSON, "{\"error\":{\"message\":\"No credit\",\"code\":402}}");
        } else if (request.contains("failed")) {
            call.head(200, HttpTest.JSON)
                    .send("{\"error\":{\"message\":\"x\",\"code\":503}}")
                    .end();
        } else if (request.contains("\"stream\":true")) {
            call.head(200, HttpTest.SSE)
                    .send(EVENT)
                    .send(LAST)
                    .send("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
            call.send(HttpTest.DONE).end();
        } else {
            call.answer(200, HttpTest.JSON, PLAIN);
        }
    }
}
