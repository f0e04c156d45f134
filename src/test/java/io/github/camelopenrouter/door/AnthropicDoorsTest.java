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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Anthropic's clients ask for beside messages, and how they are told what is wrong. */
@Timeout(60)
class AnthropicDoorsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HELLO =
            "{\"model\":\"claude-sonnet-4\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}";
    private static final String ANSWER = "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}";
    private static final String STREAM = "event: message_start\ndata: {\"type\":\"message_start\"}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"Hi\"}}\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private static final String LIST = """
            {"data":[{"id":"openai/gpt-4o","name":"OpenAI: GPT-4o","created":1715558400,
            "architecture":{"output_modalities":["text"]}},
            {"id":"anthropic/claude-sonnet-4","canonical_slug":"anthropic/claude-4-sonnet-20250522",
            "name":"Anthropic: Claude Sonnet 4","created":1747930371,"architecture":{"output_modalities":["text"]}},
            {"id":"openai/text-embedding-3-small","architecture":{"output_modalities":["embeddings"]}},
            {"id":"google/imagen","architecture":{"output_modalities":["image"]}},
            {"id":"google/banana","created":1.5,"architecture":{"output_modalities":["image","text"]}},
            {"id":"openrouter/auto","name":"Auto","created":null},
            {"id":"meta-llama/llama-3.1-70b-instruct:free","created":"soon","architecture":null}]}""";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static OneRequest client;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> {
            if (call.requestLine().startsWith("GET")) {
                call.answer(200, "application/json", LIST);
            } else if (call.text().contains("\"stream\":true")) {
                call.answer(200, "text/event-stream", STREAM);
            } else {
                call.answer(200, "application/json", ANSWER);
            }
        });
        gateway = TestGateway.start(upstream.baseUrl(), "model-aliases=fast>anthropic/claude-sonnet-4");
        client = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierCalls() {
        upstream.forgetCalls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/anthropic/v1/messages/count_tokens",
                "/anthropic/v1/messages/count_tokens?beta=true",
                "/v1/messages/count_tokens",
                "/v1/messages/count_tokens?beta=true"
            })
    void countsTokensWithoutACallUpstream(String path) throws Exception {
        OneRequest.Answer answer = client.post(path, HELLO, "x-api-key: sk-ant", "anthropic-beta: token-counting");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).isEqualTo("{\"input_tokens\":6}");
        assertThat(answer.header("request-id"))
                .isEqualTo(answer.header("x-request-id"))
                .isNotBlank();
        assertThat(upstream.waitingCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                               | 400",
                "[]                              | 400",
                "{\"messages\":[{}]}             | 400",
                "{\"model\":7,\"messages\":[{}]} | 400",
                "{\"model\":\"a/b\"}             | 400",
                "{\"model\":\"a/b\",\"messages\":[]} | 400",
                "{\"model\":\"a/b\",\"messages\":[{}]} | 200"
            })
    void checksARequestToBeCountedLikeAMessage(String body, int status) throws Exception {
        OneRequest.Answer counted = client.post("/anthropic/v1/messages/count_tokens", body);
        assertThat(counted.status()).isEqualTo(status);
        if (status == 400) {
            OneRequest.Answer asked = client.post("/anthropic/v1/messages", body);
            assertThat(withoutId(counted)).isEqualTo(withoutId(asked));
        }
        assertThat(upstream.waitingCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/anthropic/v1/messages,           /api/v1/messages",
        "/anthropic/v1/messages?beta=true, /api/v1/messages",
        "/v1/messages,                     /api/v1/messages",
        "/v1/messages?beta=true,           /api/v1/messages"
    })
    void takesMessagesAtBothDoors(String door, String path) throws Exception {
        OneRequest.Answer answer = client.post(door, HELLO);
        assertThat(answer.text()).isEqualTo(ANSWER);
        assertThat(answer.header("request-id")).isEqualTo(answer.header("x-request-id"));
        ScriptedUpstream.Call call = upstream.awaitCall();
        while (call.requestLine().startsWith("GET")) {
            call = upstream.awaitCall(); // the list, for the bare name
        }
        assertThat(call.requestLine()).isEqualTo("POST " + path + " HTTP/1.1");
        assertThat(call.text()).contains("\"anthropic/claude-sonnet-4\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/anthropic/v1/messages", "/v1/messages"})
    void namesTheRequestOfAStream(String door) throws Exception {
        OneRequest.Answer answer = client.post(door, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""));
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(answer.text()).isEqualTo(STREAM);
        assertThat(answer.header("request-id"))
                .isEqualTo(answer.header("x-request-id"))
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /anthropic/v1/messages,              400",
        "POST,   /v1/messages,                        400",
        "POST,   /v1/messages/count_tokens,           400",
        "GET,    /v1/messages,                        405",
        "DELETE, /v1/messages/count_tokens,           405",
        "PUT,    /anthropic,                          405",
        "GET,    /v1/messages/batches,                404",
        "POST,   /v1/messages/count_tokens/more,      404",
        "GET,    /anthropic/v1/complete,              404",
        "GET,    /anthropic/v1/models/nobody/nothing, 404",
        "GET,    /anthropic/v1/models?limit=0,        400"
    })
    void tellsAnErrorInAnthropicsEnvelope(String method, String path, int status) throws Exception {
        OneRequest.Answer answer = client.send(method + " " + path, method.equals("POST") ? new byte[] {'{'} : null);
        assertThat(answer.status()).isEqualTo(status);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("type").asText()).isEqualTo("error");
        assertThat(body.path("error").path("type").asText())
                .isEqualTo(status == 400 ? "invalid_request_error" : "not_found_error");
        assertThat(body.path("request_id").asText())
                .isEqualTo(answer.header("request-id"))
                .isEqualTo(answer.header("x-request-id"))
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/chat/completions, 400",
        "GET,  /v1/messages2,        404",
        "GET,  /v1/models/messages,  404",
        "GET,  /anthropics/v1/x,     404"
    })
    void tellsAllOthersInOpenAisEnvelope(String method, String path, int status) throws Exception {
        OneRequest.Answer answer = client.send(method + " " + path, method.equals("POST") ? new byte[] {'{'} : null);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").has("param")).isTrue();
        assertThat(answer.header("request-id")).isNull();
        assertThat(answer.header("x-request-id")).isNotBlank();
    }

    @Test
    void answersWhoeverAsksForTheBaseUrl() throws Exception {
        for (String path : List.of("/anthropic", "/anthropic/")) {
            OneRequest.Answer answer = client.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("{\"name\":\"camel-openrouter\",\"api\":\"anthropic\"}");
            OneRequest.Answer head = client.send("HEAD " + path, null);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("request-id")).isNotBlank();
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void listsTheModelsThatCanAnswerAMessage() throws Exception {
        OneRequest.Answer answer = client.get("/anthropic/v1/models?beta=true");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("request-id")).isNotBlank();
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("""
                {"data":[
                {"type":"model","id":"fast","display_name":"Anthropic: Claude Sonnet 4","created_at":"1970-01-01T00:00:00Z"},
                {"type":"model","id":"openai/gpt-4o","display_name":"OpenAI: GPT-4o","created_at":"2024-05-13T00:00:00Z"},
                {"type":"model","id":"anthropic/claude-sonnet-4","display_name":"Anthropic: Claude Sonnet 4",
                "created_at":"2025-05-22T16:12:51Z"},
                {"type":"model","id":"google/banana","display_name":"google/banana","created_at":"1970-01-01T00:00:00Z"},
                {"type":"model","id":"openrouter/auto","display_name":"Auto","created_at":"1970-01-01T00:00:00Z"},
                {"type":"model","id":"meta-llama/llama-3.1-70b-instruct:free",
                "display_name":"meta-llama/llama-3.1-70b-instruct:free","created_at":"1970-01-01T00:00:00Z"}],
                "has_more":false,"first_id":"fast","last_id":"meta-llama/llama-3.1-70b-instruct:free"}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=2                                     | fast, openai/gpt-4o               | true",
                "limit=6                                     | fast, openai/gpt-4o, anthropic/claude-sonnet-4,"
                        + " google/banana, openrouter/auto, meta-llama/llama-3.1-70b-instruct:free | false",
                "limit=1&after_id=fast                       | openai/gpt-4o                     | true",
                "after_id=openrouter%2Fauto                  | meta-llama/llama-3.1-70b-instruct:free | false",
                "after_id=meta-llama/llama-3.1-70b-instruct:free |                               | false",
                "limit=1&before_id=anthropic/claude-sonnet-4 | openai/gpt-4o                     | true",
                "limit=2&before_id=anthropic/claude-sonnet-4 | fast, openai/gpt-4o               | false",
                "before_id=fast                              |                                   | false",
                "limit=1&after_id=&before_id=                | fast                              | true"
            })
    void givesThePageThatIsAskedFor(String query, String ids, boolean more) throws Exception {
        JsonNode page =
                JSON.readTree(client.get("/anthropic/v1/models?" + query).body());
        List<String> expected = ids == null ? List.of() : List.of(ids.split(", "));
        assertThat(page.path("data").findValuesAsText("id")).isEqualTo(expected);
        assertThat(page.path("has_more").booleanValue()).isEqualTo(more);
        assertThat(page.get("first_id").textValue()).isEqualTo(expected.isEmpty() ? null : expected.get(0));
        assertThat(page.get("last_id").textValue())
                .isEqualTo(expected.isEmpty() ? null : expected.get(expected.size() - 1));
    }

    @Test
    void walksThroughTheListPageByPage() throws IOException {
        List<String> seen = new ArrayList<>();
        String query = "?limit=4";
        JsonNode page;
        do {
            page = JSON.readTree(client.get("/anthropic/v1/models" + query).body());
            seen.addAll(page.path("data").findValuesAsText("id"));
            query = "?limit=4&after_id=" + page.path("last_id").asText();
        } while (page.path("has_more").booleanValue());
        assertThat(seen).hasSize(6).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=-1",
                "limit=x",
                "limit=",
                "limit",
                "limit=99999999999",
                "after_id=nobody",
                "before_id=openai/text-embedding-3-small",
                "after_id=fast&before_id=openai/gpt-4o",
                "after_id=%zz"
            })
    void refusesAPageThatIsNone(String query) throws Exception {
        OneRequest.Answer answer = client.get("/anthropic/v1/models?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic/claude-sonnet-4,            anthropic/claude-sonnet-4",
        "anthropic%2Fclaude-sonnet-4,          anthropic/claude-sonnet-4",
        "openrouter/anthropic/claude-sonnet-4, anthropic/claude-sonnet-4",
        "anthropic/claude-4-sonnet-20250522,   anthropic/claude-sonnet-4",
        "claude-sonnet-4,                      anthropic/claude-sonnet-4",
        "claude-sonnet-4-20250514,             anthropic/claude-sonnet-4",
        "claude-sonnet-4-0?beta=true,          anthropic/claude-sonnet-4",
        "fast,                                 fast",
        "openrouter/auto,                      openrouter/auto",
        "meta-llama/llama-3.1-70b-instruct%3Afree, meta-llama/llama-3.1-70b-instruct:free"
    })
    void findsAModelByEveryNameThatMessagesTakes(String asked, String id) throws Exception {
        OneRequest.Answer answer = client.get("/anthropic/v1/models/" + asked);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode model = JSON.readTree(answer.body());
        assertThat(model.path("id").asText()).isEqualTo(id);
        assertThat(model.path("type").asText()).isEqualTo("model");
        assertThat(model.size()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4o", "nobody/nothing", "openai/text-embedding-3-small", "openai"})
    void saysWhichModelIsNotThere(String asked) throws Exception {
        OneRequest.Answer answer = client.get("/anthropic/v1/models/" + asked);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",")
                .contains(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, /anthropic",
        "GET,  /anthropic/v1/models",
        "GET,  /anthropic/v1/models/openai/gpt-4o",
        "POST, /anthropic/v1/messages/count_tokens",
        "POST, /v1/messages/count_tokens",
        "POST, /v1/messages"
    })
    void asksEveryDoorsClientForItsKey(String method, String path) throws Exception {
        try (TestGateway guarded = TestGateway.start(
                upstream.baseUrl(),
                "auth=keys",
                "auth.keys=team=76bf61f2e0a3301dff5f6a3b695ae0af3f8d9300835729e0618d636c200bbb9c")) {
            OneRequest anybody = new OneRequest(guarded.port());
            byte[] body = method.equals("POST") ? HELLO.getBytes(StandardCharsets.UTF_8) : null;
            OneRequest.Answer refused = anybody.send(method + " " + path, body);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("request-id")).isNotBlank();
            if (!method.equals("HEAD")) {
                assertThat(refused.text())
                        .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",");
            }
            assertThat(anybody.send(method + " " + path, body, "x-api-key: s3cret-client-key-0001")
                            .status())
                    .isEqualTo(200);
        }
    }

    private static String withoutId(OneRequest.Answer answer) {
        return answer.status() + answer.text().replace(answer.header("x-request-id"), "");
    }
}
