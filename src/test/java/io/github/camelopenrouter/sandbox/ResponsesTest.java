/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesTest extends SandboxFixture {

    private static final String TOOLS = "'tools':[{'type':'function','name':'weather','parameters':{'type':'object',"
            + "'properties':{'city':{'type':'string'}},'required':['city']}}]";

    private static String hi(String more) {
        return quoted("{'model':'sandbox/fast','input':'Say hi'" + more + "}");
    }

    @Test
    void answersAResponseObject() throws Exception {
        HttpResponse<String> response = post(RESPONSES, body(RESPONSES, "anthropic/claude-3.5-sonnet", false));
        JsonNode body = json(response);
        assertThat(body.path("object").asText()).isEqualTo("response");
        assertThat(body.path("status").asText()).isEqualTo("completed");
        assertThat(body.at("/output/0/content/0/text").asText()).contains("\"Say hi\"");
        assertThat(body.at("/usage/input_tokens").asInt()).isPositive();
        assertThat(response.headers().firstValue("x-generation-id"))
                .hasValue(body.path("id").asText());
    }

    @Test
    void streamsNumberedEventsFromCreatedToCompleted() throws Exception {
        String stream = post(RESPONSES, hi(",'stream':true")).body();
        List<JsonNode> events = events(stream);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
        }
        assertThat(types(events).subList(0, 5))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta");
        assertThat(types(events).subList(events.size() - 4, events.size()))
                .containsExactly(
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(stream).startsWith(": \n\n").endsWith("data: [DONE]\n\n").doesNotContain("event:");
    }

    @Test
    void endsIncompleteAtTheTokenLimit() throws Exception {
        JsonNode end = last(stream(RESPONSES, hi(",'stream':true,'max_output_tokens':2")));
        assertThat(end.path("type").asText()).isEqualTo("response.incomplete");
        assertThat(end.at("/response/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
    }

    @Test
    void callsAFunction() throws Exception {
        List<JsonNode> events = stream(RESPONSES, hi(",'stream':true," + TOOLS));
        assertThat(types(events))
                .contains("response.function_call_arguments.delta", "response.function_call_arguments.done")
                .doesNotContain("response.output_text.delta");
        JsonNode call = last(events).at("/response/output/0");
        assertThat(call.path("type").asText()).isEqualTo("function_call");
        assertThat(Json.parse(call.path("arguments").asText()).has("city")).isTrue();
    }

    @Test
    void usesAFunctionsOutput() throws Exception {
        String body = quoted("{'model':'sandbox/fast','input':[{'role':'user','content':'?'},"
                + "{'type':'function_call_output','call_id':'x','output':'12 degrees'}]," + TOOLS + "}");
        assertThat(json(post(RESPONSES, body)).at("/output/0/content/0/text").asText())
                .contains("12 degrees");
    }

    @Test
    void sealsReasoningOnlyWhenAsked() throws Exception {
        JsonNode bare = json(post(RESPONSES, hi(",'reasoning':{'effort':'low'}")));
        JsonNode sealed = json(post(RESPONSES, hi(",'reasoning':{},'include':['reasoning.encrypted_content']")));
        assertThat(bare.at("/output/0/type").asText()).isEqualTo("reasoning");
        assertThat(bare.at("/output/0").has("encrypted_content")).isFalse();
        assertThat(sealed.at("/output/0").has("encrypted_content")).isTrue();
    }

    @Test
    void streamsASummaryWhereTheModelIsOpenAis() throws Exception {
        String body =
                quoted("{'model':'openai/gpt-5.2','input':'x','stream':true,'reasoning':{},'max_output_tokens':4}");
        assertThat(types(stream(RESPONSES, body)))
                .contains("response.reasoning_summary_part.added", "response.reasoning_summary_text.delta");
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }
}
