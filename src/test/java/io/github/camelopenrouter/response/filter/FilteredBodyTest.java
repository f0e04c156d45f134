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

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseText;
import io.github.camelopenrouter.spi.ResponseVerdict;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A plain answer comes to the filters as a whole. */
class FilteredBodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7, \"cost\":0.000120}";

    private static String body(Operation operation) {
        return switch (operation) {
            case RESPONSES ->
                "{\"id\":\"gen-1\",\"object\":\"response\",\"created_at\":5,\"model\":\"a/b\",\"status\":\"completed\","
                        + "\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"joe\"}]}],"
                        + "\"usage\":{\"input_tokens\":7, \"cost\":0.000120}}";
            case MESSAGES ->
                "{\"id\":\"gen-1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"a/b\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"joe\"}],\"stop_reason\":\"end_turn\","
                        + "\"usage\":{\"input_tokens\":7, \"cost\":0.000120}}";
            case COMPLETIONS ->
                "{\"id\":\"gen-1\",\"object\":\"text_completion\",\"created\":5,\"model\":\"a/b\","
                        + "\"choices\":[{\"index\":0,\"text\":\"joe\",\"finish_reason\":\"stop\"}]," + USAGE + "}\n";
            default ->
                " {\"id\":\"gen-1\",\"object\":\"chat.completion\",\"created\":5,\"model\":\"a/b\",\"choices\":["
                        + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"joe\"},\"finish_reason\":\"stop\"},"
                        + "{\"index\":1,\"message\":{\"content\":\"eve\",\"tool_calls\":[]}}]," + USAGE + "}";
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void keepsItsBytesWhereFiltersPassIt(Operation operation) throws IOException {
        TestFilter filter = TestFilter.passes();
        Filtered.Plain passed =
                Filtered.plain(operation, body(operation), filter, TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS));
        assertThat(passed.text()).isEqualTo(body(operation));
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(filter.seen).contains("TEXT all 0/0/0 joe");
        assertThat(filter.ends).containsExactly(ResponseEnd.COMPLETE);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void onlyTheTextChangesWhereAFilterReplacesIt(Operation operation) throws IOException {
        assertThat(Filtered.plain(operation, body(operation), TestFilter.replaces("joe", "\"[NAME_1]\""))
                        .text())
                .isEqualTo(body(operation).replace("joe", "\\\"[NAME_1]\\\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'id':'gen-1','object':'chat.completion','created':5,'model':'a/b',"
                        + "'usage':{'prompt_tokens':7, 'cost':0.000120},'choices':["
                        + "{'index':0,'message':{'role':'assistant','content':null,'refusal':'No.'},'logprobs':null,'finish_reason':'content_filter'},"
                        + "{'index':1,'message':{'role':'assistant','content':null,'refusal':'No.'},'logprobs':null,'finish_reason':'content_filter'}]}",
                "COMPLETIONS|{'id':'gen-1','object':'text_completion','created':5,'model':'a/b',"
                        + "'usage':{'prompt_tokens':7, 'cost':0.000120},'choices':["
                        + "{'index':0,'text':'','logprobs':null,'finish_reason':'content_filter'}]}",
                "RESPONSES|{'id':'gen-1','object':'response','created_at':5,'model':'a/b',"
                        + "'usage':{'input_tokens':7, 'cost':0.000120},'status':'incomplete','error':null,"
                        + "'incomplete_details':{'reason':'content_filter'},'output':[]}",
                "MESSAGES|{'id':'gen-1','type':'message','role':'assistant','model':'a/b',"
                        + "'usage':{'input_tokens':7, 'cost':0.000120},'content':[],'stop_reason':'refusal','stop_sequence':null}"
            })
    void isInTheShapeOfItsApiWhereAFilterEndsIt(Operation operation, String blocked) throws IOException {
        TestFilter filter = TestFilter.judges(event -> ResponseVerdict.end("No."));
        Filtered.Plain ended = Filtered.plain(operation, body(operation), filter);
        assertThat(ended.text()).isEqualTo(blocked.replace('\'', '"'));
        assertThat(ended.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(ended.facts().usage()).contains("0.000120");
        assertThat(filter.ends).containsExactly(ResponseEnd.BLOCKED);
    }

    @Test
    void isBlockedWhereItIsHeldForGoodOrLeftOut() throws IOException {
        String body = body(Operation.CHAT_COMPLETIONS);
        TestFilter holds = TestFilter.holdsUntilTheEnd(ResponseVerdict.HOLD);
        TestFilter leavesOut = TestFilter.judges(event -> {
            event.leaveOut();
            return ResponseVerdict.PASS;
        });
        for (TestFilter filter : new TestFilter[] {holds, leavesOut}) {
            Filtered.Plain ended = Filtered.plain(Operation.CHAT_COMPLETIONS, body, filter);
            assertThat(ended.text()).doesNotContain("joe").contains("content_filter");
            assertThat(ended.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        }
    }

    @Test
    void theArgumentsOfAMessagesCallAreAnObjectAndStayOne() throws IOException {
        String body = "{\"content\":[{\"type\":\"tool_use\",\"name\":\"f\",\"input\":{\"k\": \"joe\"}}]}";
        assertThat(Filtered.plain(Operation.MESSAGES, body, TestFilter.replaces("joe", "-"))
                        .text())
                .isEqualTo(body.replace("joe", "-"));
        Filtered.Plain broken = Filtered.plain(Operation.MESSAGES, body, TestFilter.replaces("joe", "\""));
        assertThat(broken.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(JSON.readTree(broken.text()).path("stop_reason").asText()).isEqualTo("refusal");
    }

    @Test
    void aLongOneIsSeenAsAWhole() throws IOException {
        String text = "x".repeat(300_000);
        String body = body(Operation.CHAT_COMPLETIONS).replace("joe", text);
        TestFilter filter = TestFilter.passes();
        ByteBudget budget = new ByteBudget(Long.MAX_VALUE);
        ClientLink client = new ClientLink();
        client.countIn(budget.open());
        assertThat(Filtered.plain(Operation.CHAT_COMPLETIONS, body, client, filter)
                        .text())
                .isEqualTo(body);
        assertThat(filter.seen).contains("TEXT all 0/0/0 " + text);
        assertThat(budget.held()).isZero();
    }

    @Test
    void oneThatFindsNoRoomPassesOnlyWhereNoFilterInsists() throws IOException {
        String body = body(Operation.CHAT_COMPLETIONS).replace("joe", "x".repeat(300_000));
        ClientLink client = new ClientLink();
        client.countIn(new ByteBudget(1000).open());
        Filtered.Plain blocked = Filtered.plain(Operation.CHAT_COMPLETIONS, body, client, TestFilter.passes());
        assertThat(blocked.text()).doesNotContain("xx").contains("content_filter");
        assertThat(blocked.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(blocked.upstreamClosed()).isTrue();
        TestFilter lenient = TestFilter.passes().thatDoesNotInsist();
        Filtered.Plain passed = Filtered.plain(Operation.CHAT_COMPLETIONS, body, client, lenient);
        assertThat(passed.text()).isEqualTo(body);
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(lenient.ends).containsExactly(ResponseEnd.ABANDONED);
    }

    @Test
    void whatCannotBeReplacedIsBlocked() throws IOException {
        TestFilter edits = TestFilter.judges(event -> {
            event.texts().forEach((ResponseText text) -> text.replaceBy("-"));
            return ResponseVerdict.PASS;
        });
        String body = "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"joe\",\"signature\":\"s\"}]}";
        assertThat(Filtered.plain(Operation.MESSAGES, body, edits).facts().outcome())
                .isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void oneThatFitsIsCountedOnceAndMayBeHeld() throws IOException {
        String body = body(Operation.CHAT_COMPLETIONS).replace("joe", "x".repeat(9 * 1024 * 1024));
        Filtered.Plain passed =
                Filtered.plain(Operation.CHAT_COMPLETIONS, body, TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS));
        assertThat(passed.text().equals(body)).isTrue(); // AssertJ would print it
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
    }
}
