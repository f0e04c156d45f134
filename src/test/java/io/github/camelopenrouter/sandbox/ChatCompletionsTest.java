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
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatCompletionsTest extends SandboxFixture {

    private static String hi(String model, String more) {
        return quoted("{'model':'" + model + "','messages':[{'role':'user','content':'Say hi'}]" + more + "}");
    }

    @Test
    void answersLikeTheRealThingDownToPaddingAndKeyOrder() throws Exception {
        HttpResponse<String> response = post(CHAT, hi("openai/gpt-4o-mini", ",'max_tokens':3"));
        JsonNode body = json(response);
        assertThat(response.body()).startsWith("\n         \n{\"id\":\"gen-");
        assertThat(names(body))
                .containsExactly(
                        "id",
                        "object",
                        "created",
                        "model",
                        "provider",
                        "system_fingerprint",
                        "service_tier",
                        "choices",
                        "usage");
        assertThat(names(body.at("/choices/0")))
                .containsExactly("index", "logprobs", "finish_reason", "native_finish_reason", "message");
        assertThat(response.headers().firstValue("x-generation-id"))
                .hasValue(body.path("id").asText());
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void chargesWhatTheModelListSays() throws Exception {
        JsonNode body = json(post(CHAT, hi("openai/gpt-4o-mini", ",'max_tokens':3")));
        JsonNode usage = body.path("usage");
        long prompt = usage.path("prompt_tokens").asLong();
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(3);
        assertThat(usage.path("cost").decimalValue())
                .isEqualByComparingTo(new BigDecimal("0.00000015")
                        .multiply(BigDecimal.valueOf(prompt))
                        .add(new BigDecimal("0.0000018")));
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(body.at("/choices/0/message/content").asText()).isEqualTo("Hello! This is");
    }

    @Test
    void repeatsWhatTheUserSaidAndSaysWhatToTryNext() throws Exception {
        String text = json(post(CHAT, hi("sandbox/fast", "")))
                .at("/choices/0/message/content")
                .asText();
        assertThat(text).contains("sandbox", "\"Say hi\"", "GET /sandbox");
    }

    @Test
    void streamsWordByWordWithCommentsAndUsageAndDone() throws Exception {
        HttpResponse<String> response = post(CHAT, hi("openai/gpt-4o", ",'stream':true,'max_tokens':8"));
        List<JsonNode> chunks = events(response.body());
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(response.body()).startsWith(": OPENROUTER PROCESSING\n\ndata: {\"id\":\"gen-");
        assertThat(response.body().split(": OPENROUTER PROCESSING")).hasSize(3);
        assertThat(response.body()).endsWith("}\n\ndata: [DONE]\n\n");
        assertThat(chunks).hasSize(8 + 2);
        assertThat(names(chunks.get(0))).containsExactly("id", "object", "created", "model", "provider", "choices");
        assertThat(content(chunks)).isEqualTo("Hello! This is the sandbox, standing in for");
    }

    @Test
    void endsAStreamWithTheUsageChunkThatRepeatsTheFinishReason() throws Exception {
        List<JsonNode> chunks = stream(CHAT, body(CHAT, "sandbox/fast", true));
        JsonNode usage = last(chunks);
        assertThat(usage.path("service_tier").asText()).isEqualTo("default");
        assertThat(usage.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(usage.at("/usage/cost").isNumber()).isTrue();
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asText())
                .isEqualTo("stop");
    }

    @Test
    void sendsTheOlderUsageChunksOnRequest() throws Exception {
        JsonNode a = last(stream(CHAT, body(CHAT, "sandbox/usage-a", true)));
        JsonNode b = last(stream(CHAT, body(CHAT, "sandbox/usage-b", true)));
        assertThat(a.at("/choices/0/finish_reason").isNull()).isTrue();
        assertThat(b.path("choices")).isEmpty();
        assertThat(a.has("usage") && b.has("usage")).isTrue();
        assertThat(a.has("service_tier") || b.has("service_tier")).isFalse();
    }

    @Test
    void callsTheFirstToolWithArgumentsThatFitItsSchema() throws Exception {
        JsonNode choice = json(post(CHAT, hi("anthropic/claude-sonnet-4.5", "," + tools())))
                .at("/choices/0");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.path("native_finish_reason").asText()).isEqualTo("tool_use");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        assertThat(choice.at("/message/tool_calls/0/id").asText()).startsWith("toolu_");
        JsonNode arguments =
                Json.parse(choice.at("/message/tool_calls/0/function/arguments").asText());
        assertThat(arguments.path("city").isTextual()).isTrue();
        assertThat(arguments.path("days").isNumber()).isTrue();
        assertThat(arguments.has("unit")).isFalse();
    }

    @Test
    void streamsToolArgumentsInFragments() throws Exception {
        List<JsonNode> chunks = stream(CHAT, hi("sandbox/fast", ",'stream':true," + tools()));
        StringBuilder arguments = new StringBuilder();
        chunks.forEach(chunk -> arguments.append(
                chunk.at("/choices/0/delta/tool_calls/0/function/arguments").asText()));
        assertThat(Json.parse(arguments.toString()).has("city")).isTrue();
        assertThat(chunks.get(0)
                        .at("/choices/0/delta/tool_calls/0/function/name")
                        .asText())
                .isEqualTo("weather");
        assertThat(chunks.get(0).at("/choices/0/delta/content").isNull()).isTrue();
        assertThat(last(chunks).at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void usesTheResultOfATool() throws Exception {
        String body = quoted("{'model':'sandbox/fast','messages':[{'role':'user','content':'Weather?'},"
                + "{'role':'assistant','content':null,'tool_calls':[]},"
                + "{'role':'tool','tool_call_id':'x','content':'12 degrees'}]," + tools() + "}");
        assertThat(json(post(CHAT, body)).at("/choices/0/message/content").asText())
                .contains("12 degrees");
    }

    @Test
    void leavesToolsAloneWhenToldSo() throws Exception {
        JsonNode body = json(post(CHAT, hi("sandbox/fast", ",'tool_choice':'none'," + tools())));
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void signsTheReasoningOfClaude() throws Exception {
        JsonNode message = json(post(CHAT, hi("anthropic/claude-haiku-4.5", ",'reasoning':{'max_tokens':2000}")))
                .at("/choices/0/message");
        JsonNode detail = message.at("/reasoning_details/0");
        assertThat(names(detail)).containsExactly("type", "text", "signature", "format", "index");
        assertThat(detail.path("text")).isEqualTo(message.path("reasoning"));
        assertThat(detail.path("format").asText()).isEqualTo("anthropic-claude-v1");
    }

    @Test
    void summarisesAndSealsTheReasoningOfOpenAi() throws Exception {
        JsonNode body = json(post(CHAT, hi("openai/gpt-5.2", ",'reasoning_effort':'high'")));
        assertThat(body.at("/choices/0/message/reasoning_details/0/type").asText())
                .isEqualTo("reasoning.summary");
        assertThat(body.at("/choices/0/message/reasoning_details/1/type").asText())
                .isEqualTo("reasoning.encrypted");
        assertThat(body.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
                .isPositive();
    }

    @Test
    void keepsReasoningToItselfWhenExcludedButChargesForIt() throws Exception {
        JsonNode body = json(post(CHAT, hi("sandbox/fast", ",'reasoning':{'effort':'low','exclude':true}")));
        assertThat(body.at("/choices/0/message/reasoning").isNull()).isTrue();
        assertThat(body.at("/choices/0/message").has("reasoning_details")).isFalse();
        assertThat(body.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
                .isPositive();
    }

    @Test
    void streamsReasoningBeforeTheText() throws Exception {
        List<JsonNode> chunks = stream(CHAT, hi("sandbox/fast", ",'stream':true,'reasoning':{}"));
        JsonNode first = chunks.get(0).at("/choices/0/delta");
        assertThat(first.path("content").asText()).isEmpty();
        assertThat(first.at("/reasoning_details/0/text")).isEqualTo(first.path("reasoning"));
    }

    @Test
    void answersJsonThatFitsTheSchema() throws Exception {
        JsonNode body = json(post(
                CHAT,
                hi(
                        "sandbox/fast",
                        ",'response_format':{'type':'json_schema','json_schema':{'name':'x','schema':{'type':'object',"
                                + "'properties':{'ok':{'type':'boolean'},'n':{'type':'integer','minimum':3}},"
                                + "'required':['ok','n']}}}")));
        JsonNode content = Json.parse(body.at("/choices/0/message/content").asText());
        assertThat(content.path("ok").isBoolean()).isTrue();
        assertThat(content.path("n").asInt()).isEqualTo(3);
    }

    private static String tools() {
        return "'tools':[{'type':'function','function':{'name':'weather','parameters':{'type':'object','properties':"
                + "{'city':{'type':'string'},'days':{'type':'integer'},'unit':{'type':'string'}},"
                + "'required':['city','days']}}}]";
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
