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

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter that lets everything pass changes no byte, however the stream is written and cut. */
class PassingFilterTest {

    private static final String STOP = RecordedStreams.data("{'choices':[{'finish_reason':'stop'}]}");
    private static final String DONE = "data: [DONE]\n\n";

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aStreamKeepsItsBytesWhereverItIsCut(Operation operation) throws IOException {
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            String whole = RecordedStreams.of(operation).replace("\n", lineEnd);
            for (int piece = 1; piece < 40; piece++) {
                TestFilter filter = TestFilter.passes();
                Filtered passed = Filtered.stream(operation, whole, piece, filter, TestFilter.passes());
                assertThat(passed.text()).isEqualTo(whole);
                assertThat(passed.facts()).isEqualTo(passed.received());
                assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
                assertThat(filter.seen).isEqualTo(textsOf(operation));
                assertThat(filter.ends).containsExactly(ResponseEnd.COMPLETE);
            }
        }
    }

    private static List<String> textsOf(Operation operation) {
        return switch (operation) {
            case CHAT_COMPLETIONS ->
                List.of("TEXT 0/0/0 {Hel\"lo", "TOOL_ARGUMENTS 0/0/0 {\"error\":\"}", "TEXT 0/0/0  沙👋\\");
            case COMPLETIONS -> List.of("TEXT 0/0/0  Ada", "TEXT 0/0/0 .");
            case RESPONSES -> List.of("TEXT 0/0/0 Hi!");
            default -> List.of("TEXT 0/0/0 message_stop");
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {'n':1}\n\n",
                "data:{'n':1}\n\n",
                "data: {'n':\ndata: 1}\n\n",
                "id: 1\nevent: x\ndata: {'n':1}\nretry: 5\n\n",
                ": comment\ndata: {'n':1}\n\n",
                "data: {'n':1}\r\n\r\n",
                "data: {'n':1}\r\r",
                "data: {'n':1}\r\n\n",
                "data: {'n':1}\n\r\n",
                "\n\n\r\ndata: {'n':1}\n\n",
                "\uFEFF\ndata: {'n':1}\n\n",
                "\uFEFFdata: {'n':1}\n\n",
                "data: \n\ndata: {'n':1}\n\n",
                "data\ndatax: 1\n\ndata: {'n':1}\n\n",
                ": a\n\n: b\r\n\r\n:\n\ndata: {'n':1}\n\n"
            })
    void everyWayToWriteAnEventPassesUnchanged(String event) throws IOException {
        String whole = event.replace('\'', '"') + STOP + DONE;
        for (int piece = 1; piece < 12; piece++) {
            assertThat(Filtered.stream(Operation.CHAT_COMPLETIONS, whole, piece, TestFilter.passes())
                            .text())
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: [DONE]",
                "data:[DONE]",
                "data:  [DONE] \n\n",
                "data: [DONE]\n",
                "data: [DONE]\r\n\r\n",
                ": end\ndata: [DONE]\n\n"
            })
    void everyEndMarkerPasses(String done) throws IOException {
        Filtered passed = Filtered.stream(Operation.CHAT_COMPLETIONS, STOP + done, TestFilter.passes());
        assertThat(passed.text()).startsWith(STOP + done.strip());
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void anEventLongerThanTheWaitIsSeenAsAWhole() throws IOException {
        String text = "x".repeat(300_000);
        String whole = RecordedStreams.data("{'choices':[{'delta':{'content':'" + text + "'}}]}") + STOP + DONE;
        TestFilter filter = TestFilter.passes();
        Filtered passed = Filtered.stream(Operation.CHAT_COMPLETIONS, whole, filter);
        assertThat(passed.text()).isEqualTo(whole);
        assertThat(filter.seen).containsExactly("TEXT 0/0/0 " + text);
    }

    @Test
    void anEventThatLacksItsBlankLineIsSeen() throws IOException {
        String whole = STOP.stripTrailing();
        Filtered passed = Filtered.stream(Operation.CHAT_COMPLETIONS, whole, TestFilter.passes());
        assertThat(passed.text()).isEqualTo(whole + "\n\n");
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void aStreamCutAnywhereEndsAsItDoesWithoutAFilter(Operation operation) throws IOException {
        String whole = RecordedStreams.of(operation);
        for (int cut = 0; cut <= whole.length(); cut++) {
            String begun = whole.substring(0, cut);
            TestFilter filter = TestFilter.passes();
            Filtered passed = Filtered.reset(operation, begun, filter);
            String text = passed.text();
            String events = begun.substring(0, begun.lastIndexOf("\n\n") < 0 ? 0 : begun.lastIndexOf("\n\n") + 2);
            boolean complete = passed.received().outcome() == Outcome.COMPLETE;
            assertThat(text).startsWith(events);
            assertThat(text.substring(events.length()).contains("OpenRouter ended the stream"))
                    .isEqualTo(!complete);
            assertThat(passed.facts()).isEqualTo(passed.received());
            assertThat(filter.ends).containsExactly(complete ? ResponseEnd.COMPLETE : ResponseEnd.TRUNCATED);
        }
    }

    @Test
    void aReaderWhoHasAllOfItMayCloseIt() throws IOException {
        TestFilter filter = TestFilter.passes();
        Filtered passed = Filtered.stream(Operation.CHAT_COMPLETIONS, STOP + DONE, filter);
        assertThat(passed.next()).isEqualTo(STOP + DONE);
        passed.close();
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(filter.ends).containsExactly(ResponseEnd.COMPLETE);
    }
}
