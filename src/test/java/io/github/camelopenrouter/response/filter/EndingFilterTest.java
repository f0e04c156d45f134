/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream that a filter ends, ends as its API's do, whatever of it has gone out. */
class EndingFilterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DONE = "data: [DONE]\n\n";
    private static final String NOTICE = "Not \\\"this\\\" one.";

    private static Filtered ended(Operation operation, String stream, String at) {
        return Filtered.stream(operation, stream, 1, TestFilter.endsAt(at));
    }

    private static String upTo(String stream, String part) {
        return stream.substring(0, stream.lastIndexOf("\n\n", stream.indexOf(part)) + 2);
    }

    private static List<JsonNode> events(String stream) {
        return stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring(6)))
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void aChatFinishesByTheContentFilter() throws IOException {
        String stream = RecordedStreams.of(Operation.CHAT_COMPLETIONS);
        Filtered ended = ended(Operation.CHAT_COMPLETIONS, stream, "error");
        assertThat(ended.text())
                .isEqualTo(upTo(stream, "tool_calls")
                        + "data: {\"id\":\"" + RecordedStreams.ID
                        + "\",\"object\":\"chat.completion.chunk\",\"created\":" + RecordedStreams.CREATED
                        + ",\"model\":\"" + RecordedStreams.MODEL
                        + "\",\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"" + NOTICE
                        + "\"},\"logprobs\":null,\"finish_reason\":\"content_filter\"}]}\n\n" + DONE);
    }

    @Test
    void aCompletionFinishesByTheContentFilter() throws IOException {
        String stream = RecordedStreams.of(Operation.COMPLETIONS);
        Filtered ended = ended(Operation.COMPLETIONS, stream, "Ada");
        assertThat(ended.text())
                .isEqualTo(": OPENROUTER PROCESSING\n\n"
                        + "data: {\"id\":\"" + RecordedStreams.ID + "\",\"object\":\"text_completion\",\"created\":"
                        + RecordedStreams.CREATED + ",\"model\":\"" + RecordedStreams.MODEL
                        + "\",\"choices\":[{\"index\":0,\"text\":\"\",\"logprobs\":null,"
                        + "\"finish_reason\":\"content_filter\"}]}\n\n" + DONE);
    }

    @Test
    void aResponseIsIncomplete() throws IOException {
        String stream = RecordedStreams.of(Operation.RESPONSES);
        Filtered ended = ended(Operation.RESPONSES, stream, "Hi!");
        String begun = upTo(stream, "Hi!");
        String text = ended.text();
        assertThat(text)
                .startsWith(begun + "event: response.incomplete\ndata: ")
                .endsWith(DONE);
        List<JsonNode> last = events(text.substring(begun.length()));
        assertThat(last).hasSize(1);
        assertThat(last.get(0))
                .isEqualTo(json(("{'type':'response.incomplete','sequence_number':2,'response':{'id':'"
                                + RecordedStreams.ID + "','object':'response','created_at':" + RecordedStreams.CREATED
                                + ",'model':'" + RecordedStreams.MODEL
                                + "','error':null,'output':[],'usage':null,'status':'incomplete',"
                                + "'incomplete_details':{'reason':'content_filter'}}}")
                        .replace('\'', '"')));
    }

    @Test
    void aMessageStopsByRefusal() throws IOException {
        String stream = RecordedStreams.of(Operation.MESSAGES);
        Filtered ended = ended(Operation.MESSAGES, stream, "message_stop");
        String begun = upTo(stream, "content_block_delta");
        assertThat(ended.text())
                .isEqualTo(begun
                        + RecordedStreams.named(
                                "message_delta",
                                "{'type':'message_delta','delta':{'stop_reason':'refusal','stop_sequence':null},"
                                        + "'usage':{'output_tokens':1}}")
                        + RecordedStreams.named("message_stop", "{'type':'message_stop'}"));
    }

    @Test
    void blocksOfAMessageThatAreOpenAreClosed() throws IOException {
        String begun = RecordedStreams.named(
                        "message_start",
                        "{'type':'message_start','message':{'id':'gen-1','content':[],'usage':{'output_tokens':1}}}")
                + RecordedStreams.named(
                        "content_block_start",
                        "{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}")
                + RecordedStreams.named("content_block_stop", "{'type':'content_block_stop','index':0}")
                + RecordedStreams.named(
                        "content_block_start",
                        "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}");
        String secret = RecordedStreams.named(
                "content_block_delta",
                "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'secret'}}");
        assertThat(ended(Operation.MESSAGES, begun + secret, "secret").text())
                .startsWith(begun
                        + RecordedStreams.named("content_block_stop", "{'type':'content_block_stop','index':1}")
                        + "event: message_delta\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void isReportedAsBlockedAndTheUpstreamIsCutAtOnce(Operation operation) throws IOException {
        TestFilter filter =
                TestFilter.judges(event -> event.texts().isEmpty() ? ResponseVerdict.PASS : ResponseVerdict.end("No."));
        TestFilter behind = TestFilter.passes();
        Filtered ended = Filtered.stream(operation, RecordedStreams.of(operation), 1, filter, behind);
        ended.text();
        assertThat(ended.isUpstreamClosed()).isTrue();
        assertThat(ended.received().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(ended.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(ended.facts().id()).isEqualTo(RecordedStreams.ID);
        assertThat(ended.facts().model()).isEqualTo(RecordedStreams.MODEL);
        assertThat(filter.ends).containsExactly(ResponseEnd.BLOCKED);
        assertThat(behind.ends).containsExactly(ResponseEnd.BLOCKED);
        assertThat(behind.seen).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aStreamHeldFromItsFirstEventBeginsAsItsApisDo(Operation operation) throws IOException {
        TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.end("No."));
        Filtered ended = Filtered.stream(operation, RecordedStreams.of(operation), filter);
        List<JsonNode> events = events(ended.text());
        String first = switch (operation) {
            case RESPONSES -> "response.created";
            case MESSAGES -> "message_start";
            default -> "";
        };
        JsonNode opening = events.stream()
                .filter(event -> !event.path("type").asText().equals("ping"))
                .findFirst()
                .orElseThrow();
        assertThat(opening.path("type").asText()).isEqualTo(first);
        assertThat(opening.toString()).contains(RecordedStreams.ID);
        assertThat(ended.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(ended.facts().usage()).isEqualTo(ended.received().usage()).isNotNull();
    }

    @Test
    void aHeldResponseNumbersItsEventsFromTheFirst() throws IOException {
        TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.end("No."));
        List<JsonNode> events =
                events(Filtered.stream(Operation.RESPONSES, RecordedStreams.of(Operation.RESPONSES), filter)
                        .text());
        assertThat(events)
                .extracting(event -> event.path("sequence_number").asInt())
                .containsExactly(0, 1);
        assertThat(events)
                .extracting(event -> event.at("/response/status").asText())
                .containsExactly("in_progress", "incomplete");
    }

    private static String choice(int index, String text, String finish) {
        return RecordedStreams.data("{'id':'gen-1','created':1,'model':'a/b','choices':[{'index':" + index
                + ",'finish_reason':" + finish + ",'delta':{'content':'" + text + "'},'text':'" + text + "'}]}");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS"})
    void everyChoiceThatHasBegunAndNotFinishedFinishes(Operation operation) throws IOException {
        String begun = choice(0, "a", "null") + choice(1, "b", "null") + choice(0, "", "'stop'");
        JsonNode last = lastOf(
                ended(operation, begun + choice(2, "secret", "null"), "secret").text());
        assertThat(last.path("choices"))
                .extracting(choice -> choice.path("index").asInt())
                .containsExactly(1, 2);
        assertThat(last.path("choices"))
                .allSatisfy(choice ->
                        assertThat(choice.path("finish_reason").asText()).isEqualTo("content_filter"));
    }

    private static JsonNode lastOf(String stream) {
        List<JsonNode> events = events(stream);
        return events.get(events.size() - 1);
    }

    @Test
    void aFinishThatIsHeldDoesNotCountAsShown() throws IOException {
        TestFilter filter =
                TestFilter.judges(event -> event.texts().isEmpty() ? ResponseVerdict.HOLD : ResponseVerdict.PASS);
        TestFilter atEnd = TestFilter.holdsUntilTheEnd(ResponseVerdict.end("No."));
        String stream =
                choice(0, "a", "null") + RecordedStreams.data("{'choices':[{'index':0,'finish_reason':'stop'}]}");
        assertThat(lastOf(Filtered.stream(Operation.CHAT_COMPLETIONS, stream, filter, atEnd)
                                .text())
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo("content_filter");
    }

    @Test
    void whatComesBehindTheEndOfTheApiIsTooLate() throws IOException {
        TestFilter filter =
                TestFilter.judges(event -> ResponseVerdict.PASS).thatSaysAtTheEnd(ResponseVerdict.end("No."));
        String whole = RecordedStreams.of(Operation.CHAT_COMPLETIONS);
        Filtered passed = Filtered.stream(Operation.CHAT_COMPLETIONS, whole, filter);
        assertThat(passed.text()).isEqualTo(whole);
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
    }
}
