/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A recorded stream of each API, cut at every one of its bytes. */
class TruncationTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "CHAT_COMPLETIONS, false", "CHAT_COMPLETIONS, true", "COMPLETIONS, false", "COMPLETIONS, true",
        "RESPONSES, false", "RESPONSES, true", "MESSAGES, false", "MESSAGES, true"
    })
    void aStreamCutAnywhereEndsOnABoundaryAndSaysSoOnce(Operation operation, boolean reset) throws IOException {
        byte[] whole = RecordedStreams.of(operation).getBytes(UTF_8);
        for (int cut = 0; cut <= whole.length; cut++) {
            CutStream.Passed passed = new CutStream(whole, cut, 7, reset).throughEventStream(operation);
            check(operation, new String(whole, 0, cut, UTF_8), passed, reset);
        }
    }

    private static void check(Operation operation, String input, CutStream.Passed passed, boolean reset) {
        String wholeEvents = input.substring(0, input.lastIndexOf("\n\n") < 0 ? 0 : input.lastIndexOf("\n\n") + 2);
        String rest = input.substring(wholeEvents.length());
        assertThat(passed.text()).as(input).startsWith(wholeEvents);
        String added = passed.text().substring(wholeEvents.length());
        boolean withoutBlankLine = !reset && added.startsWith(rest.stripTrailing()) && isWholeData(rest);
        if (withoutBlankLine) {
            assertThat(added).as("an event that only lacks its blank line").startsWith(rest + "\n\n");
            added = added.substring(rest.length() + 2);
            wholeEvents = input + "\n\n";
        }
        boolean complete = isComplete(operation, wholeEvents);
        assertThat(passed.reports()).as(input).hasSize(1);
        assertThat(passed.facts().outcome()).as(input).isEqualTo(complete ? Outcome.COMPLETE : Outcome.TRUNCATED);
        assertThat(passed.facts().id())
                .isEqualTo(input.contains(RecordedStreams.ID + "\"") ? RecordedStreams.ID : null);
        assertThat(data(passed.text()))
                .allSatisfy(json -> assertThat(JSON.readTree(json)).isNotNull());
        assertThat(data(passed.text())).hasSize(data(wholeEvents).size() + (complete ? 0 : 1));
        if (complete) {
            assertThat(added).as(input).isEmpty();
        } else {
            assertThat(added).as(input).isEqualTo(frame(operation, wholeEvents, input));
        }
    }

    /** The last event's data, where nothing but a line end is missing. */
    private static boolean isWholeData(String rest) {
        String last = rest.substring(rest.indexOf("data:") < 0 ? rest.length() : rest.indexOf("data:"));
        return last.startsWith("data: ") && (last.stripTrailing().endsWith("[DONE]") || isJson(last.substring(6)));
    }

    private static boolean isJson(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isComplete(Operation operation, String text) {
        return switch (operation) {
            case CHAT_COMPLETIONS -> text.contains("\"finish_reason\":\"stop\"");
            case COMPLETIONS -> text.contains("\"finish_reason\":\"length\"");
            case RESPONSES -> text.contains("\"response.completed\"");
            default -> text.contains("{\"type\":\"message_stop\"}");
        };
    }

    private static String frame(Operation operation, String wholeEvents, String input) {
        String message = "OpenRouter ended the stream before it was complete.";
        return switch (operation) {
            case RESPONSES ->
                RecordedStreams.data("{'type':'error','code':'truncated','message':'" + message
                        + "','param':null,'sequence_number':"
                        + data(wholeEvents).size() + "}");
            case MESSAGES ->
                RecordedStreams.named(
                        "error", "{'type':'error','error':{'type':'api_error','message':'" + message + "'}}");
            default ->
                RecordedStreams.named(
                        "error",
                        "{'id':'"
                                + (input.contains(RecordedStreams.ID + "\"") ? RecordedStreams.ID : "gen-none")
                                + "','object':'"
                                + (operation == Operation.COMPLETIONS ? "text_completion" : "chat.completion.chunk")
                                + "','created':"
                                + (input.contains(RecordedStreams.CREATED + ",") ? RecordedStreams.CREATED : 0)
                                + ",'model':'"
                                + (input.contains(RecordedStreams.MODEL + "\"") ? RecordedStreams.MODEL : "unknown")
                                + "','choices':[{'index':0,"
                                + (operation == Operation.COMPLETIONS ? "'text':''" : "'delta':{'content':''}")
                                + ",'finish_reason':'error'}],'error':{'code':502,'message':'" + message
                                + "','type':'upstream_error','metadata':{'error_type':'truncated'}}}");
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aWholeStreamPassesByteByByteAndIsUnderstood(Operation operation) throws IOException {
        String whole = RecordedStreams.of(operation);
        for (int piece = 1; piece < 40; piece++) {
            CutStream.Passed passed = CutStream.clean(whole, piece).throughEventStream(operation);
            assertThat(passed.text()).isEqualTo(whole);
            ResponseFacts facts = passed.facts();
            assertThat(facts.outcome()).isEqualTo(Outcome.COMPLETE);
            assertThat(facts.id()).isEqualTo(RecordedStreams.ID);
            assertThat(facts.model()).isEqualTo(RecordedStreams.MODEL);
            assertThat(facts.created()).isEqualTo(operation == Operation.MESSAGES ? 0 : RecordedStreams.CREATED);
            assertThat(facts.usage())
                    .isEqualTo(
                            operation == Operation.MESSAGES ? RecordedStreams.MESSAGES_USAGE : RecordedStreams.USAGE);
            assertThat(facts.error()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void everyLineEndOfTheStandardPassesAndIsUnderstood(Operation operation) throws IOException {
        for (String lineEnd : List.of("\r\n", "\r")) {
            String whole = RecordedStreams.of(operation).replace("\n", lineEnd);
            for (int piece : new int[] {1, 2, 3, 5, 8192}) {
                CutStream.Passed passed = CutStream.clean(whole, piece).throughEventStream(operation);
                assertThat(passed.text()).isEqualTo(whole);
                assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
            }
        }
    }

    private static List<String> data(String stream) {
        List<String> data = new ArrayList<>();
        for (String event : stream.split("\n\n")) {
            event.lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring("data: ".length()))
                    .map(text -> text.equals("[DONE]") ? "\"[DONE]\"" : text)
                    .forEach(data::add);
        }
        return data;
    }
}
