/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.spi.ResponseText;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A text that a filter replaces is new in its event's bytes, and nothing else is. */
class RewritingFilterTest {

    @ParameterizedTest
    @CsvSource({
        "CHAT_COMPLETIONS, 沙👋, 'a \"b\" \\', 'a \\\"b\\\" \\\\'",
        "COMPLETIONS, Ada, Eve, Eve",
        "RESPONSES, Hi!, 'new\nline', 'new\\u000aline'",
        "MESSAGES, message_stop, 沙👋, 沙👋"
    })
    void onlyTheStringItselfChanges(Operation operation, String text, String by, String written) throws IOException {
        for (String lineEnd : new String[] {"\n", "\r\n", "\r"}) {
            String whole = RecordedStreams.of(operation).replace("\n", lineEnd);
            Filtered rewritten = Filtered.stream(operation, whole, 7, TestFilter.replaces(text, by));
            String expected = operation == Operation.MESSAGES
                    ? whole.replace("\"text\":\"" + text, "\"text\":\"" + written)
                    : whole.replace(text, written);
            assertThat(rewritten.text()).isEqualTo(expected);
            assertThat(rewritten.facts()).isEqualTo(rewritten.received());
            assertThat(rewritten.facts().outcome()).isEqualTo(Outcome.COMPLETE);
        }
    }

    private static String rewritten(String stream, String text, String by) throws IOException {
        String[] both = Filtered.stream(
                        Operation.CHAT_COMPLETIONS,
                        stream + RecordedStreams.data("{'choices':[{'finish_reason':'stop'}]}"),
                        TestFilter.replaces(text, by))
                .text()
                .split("(?<=\n\n)", 2);
        return both[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {'choices':[{'delta':\ndata: {'content':'joe'}}]}\n\n",
                "data:{'choices':[\ndata:  {'delta':\ndata:{'content':'joe'}}]}\nid: 7\n\n",
                "id: 7\ndata: {'x':1.50,'choices':[{'delta':{'content' : 'joe' }}]}\n: end\n\n",
                "\uFEFFdata: {'choices':[{'delta':{'content':'joe'}}]}\n\n"
            })
    void whereverItStandsInItsEvent(String event) throws IOException {
        String stream = event.replace('\'', '"');
        assertThat(rewritten(stream, "joe", "[NAME_1]")).isEqualTo(stream.replace("joe", "[NAME_1]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "joe\\u0040x.org|joe@x.org|[EMAIL_1]",
                "\\u006a\\u006f\\u0065|joe|[NAME_1]",
                "\\ud83d\\udc4b|👋|wave",
                "a\\/b|a/b|c"
            })
    void escapesAreDecodedBeforeAFilterSeesThem(String written, String text, String by) throws IOException {
        String event = "data: {\"choices\":[{\"delta\":{\"content\":\"<" + written + ">\"}}]}\n\n";
        assertThat(rewritten(event, text, by)).isEqualTo(event.replace(written, by));
    }

    @Test
    void halfACharacterStaysAnEscape() throws IOException {
        String event = "data: {\"choices\":[{\"delta\":{\"content\":\"joe \\ud83d\"}}]}\n\n";
        assertThat(rewritten(event, "joe", "x")).isEqualTo(event.replace("joe", "x"));
    }

    @Test
    void everyPlaceOfAnEventIsReplacedForItself() throws IOException {
        String event = RecordedStreams.data("{'choices':[{'index':0,'delta':{'content':'joe','refusal':'joe',"
                + "'reasoning':'joe','tool_calls':[{'index':3,'id':'joe','function':{'name':'joe','arguments':'joe'}}]}},"
                + "{'delta':{'content':'joe'},'index':1}]}");
        assertThat(rewritten(event, "joe", "-"))
                .isEqualTo(event.replace("joe", "-").replace("\"id\":\"-\"", "\"id\":\"joe\""));
    }

    @Test
    void logprobsSpellTheTextAndGoWithIt() throws IOException {
        String event = RecordedStreams.data(
                "{'choices':[{'delta':{'content':'joe'},'logprobs':{'content':[{'token':'joe'}]}}]}");
        assertThat(rewritten(event, "joe", "-"))
                .isEqualTo(RecordedStreams.data("{'choices':[{'delta':{'content':'-'},'logprobs':null}]}"));
        assertThat(rewritten(event, "eve", "-")).isEqualTo(event);
    }

    @Test
    void signedReasoningIsNeverEdited() {
        String event = RecordedStreams.data("{'choices':[{'delta':{'reasoning_details':[{'index':0,"
                + "'type':'reasoning.text','text':'joe','signature':'s'}]}}]}");
        AnswerEvent seen = AnswerEvent.ofStream(Operation.CHAT_COMPLETIONS, event.getBytes(UTF_8));
        ResponseText signed = seen.texts().get(0);
        assertThat(signed.text()).isEqualTo("joe");
        assertThatThrownBy(() -> signed.replaceBy("-")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(new String(seen.bytes(), UTF_8)).isEqualTo(event);
    }

    @Test
    void anEventThatIsLeftOutDoesNotGoOut() throws IOException {
        String thought = RecordedStreams.data("{'choices':[{'delta':{'reasoning_details':[{'text':'joe'}]}}]}");
        String rest = RecordedStreams.data("{'choices':[{'delta':{'content':'hi'},'finish_reason':'stop'}]}");
        TestFilter filter = TestFilter.judges(event -> {
            if (event.texts().stream().anyMatch(text -> text.text().equals("joe"))) {
                event.leaveOut();
            }
            return ResponseVerdict.PASS;
        });
        TestFilter behind = TestFilter.passes();
        assertThat(Filtered.stream(Operation.CHAT_COMPLETIONS, thought + rest, filter, behind)
                        .text())
                .isEqualTo(rest);
        assertThat(behind.seen).containsExactly("TEXT 0/0/0 hi");
    }

    @Test
    void theNextFilterSeesTheNewText() throws IOException {
        TestFilter second = TestFilter.replaces("eve", "ann");
        String event = RecordedStreams.data("{'choices':[{'delta':{'content':'joe'},'finish_reason':'stop'}]}");
        Filtered rewritten =
                Filtered.stream(Operation.CHAT_COMPLETIONS, event, TestFilter.replaces("joe", "eve"), second);
        assertThat(rewritten.text()).isEqualTo(event.replace("joe", "ann"));
        assertThat(second.seen).containsExactly("TEXT 0/0/0 eve");
    }

    @Test
    void logprobsBehindANewTextMaySpellTheOldOne() throws IOException {
        String spelled = "{'choices':[{'delta':{'content':'%s'},'logprobs':%s}]}";
        String token = "{'content':[{'token':'x','bytes':[106]}]}";
        String before = RecordedStreams.data(spelled.formatted("", token));
        String text = RecordedStreams.data(spelled.formatted("joe", token));
        String stop = RecordedStreams.data("{'choices':[{'finish_reason':'stop'}]}");
        String without = RecordedStreams.data(spelled.formatted("-", "null"))
                + RecordedStreams.data(spelled.formatted("", "null"));
        String stream = before + text + before + stop;
        assertThat(Filtered.stream(Operation.CHAT_COMPLETIONS, stream, TestFilter.replaces("joe", "-"))
                        .text())
                .isEqualTo(before + without + stop);
        assertThat(Filtered.stream(Operation.CHAT_COMPLETIONS, stream, TestFilter.replaces("eve", "-"))
                        .text())
                .isEqualTo(stream);
    }
}
