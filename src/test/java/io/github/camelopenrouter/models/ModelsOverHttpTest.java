/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.host.MainHost;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model list and single models, as clients and the upstream see them. Each test has an empty cache. */
@Timeout(60)
class ModelsOverHttpTest {

    private static final String GPT =
            "{\"id\":\"openai/gpt-4o\",\"created\":7,\"pricing\":{\"prompt\":\"0.0000025\"},\"context_length\":1.0}";
    private static final String LIST = "{\"data\":[" + GPT
            + ",{\"id\":\"meta-llama/llama-3.1-70b-instruct:free\"},{\"id\":\"openrouter/auto\"},{\"id\":\"a/b/c\"},"
            + "{\"id\":\"x/é+1\"}]}";
    private static final String GPT_OF_OURS =
            "{\"id\":\"openrouter/openai/gpt-4o\",\"object\":\"model\",\"created\":7,\"owned_by\":\"openai\","
                    + "\"pricing\":{\"prompt\":\"0.0000025\"},\"context_length\":1.0}";

    private static final String ALIAS = "{\"id\":\"%s\",\"object\":\"model\",\"created\":0,\"owned_by\":\"alias\"}";

    private ScriptedUpstream upstream;
    private TestGateway gateway;
    private OneRequest client;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", LIST));
        gateway = TestGateway.start(upstream.baseUrl());
        client = new OneRequest(gateway.port());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void asksOnceForAllModalitiesAndNothingElse() throws Exception {
        for (String path : new String[] {"/v1/models?x=y", "/openai/v1/models", "/v1/models/openai/gpt-4o"}) {
            assertThat(client.get(path, "Authorization: Bearer client", "X-OpenRouter-Foo: x", "Cookie: x")
                            .status())
                    .isEqualTo(200);
        }
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.requestLine()).isEqualTo("GET /api/v1/models?output_modalities=all HTTP/1.1");
        assertThat(lowerCase(call.headers().keySet()))
                .isEqualTo(Set.of(
                        "authorization",
                        "accept",
                        "accept-encoding",
                        "user-agent",
                        "http-referer",
                        "x-openrouter-title",
                        "x-title",
                        "host",
                        "connection"));
        assertThat(call.headers())
                .containsEntry("Authorization", "Bearer " + TestGateway.KEY)
                .containsEntry("Accept", "application/json");
        assertThat(call.body()).isEmpty();
        assertThat(upstream.callCount()).isOne();
    }

    @Test
    void knowsABareNameAtTheDoorOfItsVendor() throws Exception {
        assertThat(client.get("/openai/v1/models/gpt-4o").text()).isEqualTo(GPT_OF_OURS);
        assertThat(client.send("HEAD /openai/v1/models/gpt-4o", null).status()).isEqualTo(200);
        assertThat(client.get("/openai/v1/models/llama-3.1-70b-instruct:free").status())
                .isEqualTo(404);
        assertThat(client.get("/v1/models/gpt-4o").status()).isEqualTo(404);
    }

    /** The door of a gateway source is the vendor's by its path. */
    @ParameterizedTest
    @CsvSource({"/openai/v1/models/, 200", "/mine/models/, 404"})
    void knowsItAtTheDoorOfAGatewaySourceToo(String path, int status) throws Exception {
        RouteBuilder source = new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:openrouter-gateway-source?operation=model&path=" + path)
                        .to("kamelet:openrouter-upstream-sink");
            }
        };
        try (MainHost host = MainHost.with("openrouter.api-key=any", "openrouter.base-url=" + upstream.baseUrl())
                .start(source)) {
            assertThat(new OneRequest(host.port()).get(path + "gpt-4o").status())
                    .isEqualTo(status);
        }
    }

    @Test
    void asksWithoutTheQueryWhereTheUpstreamRefusesIt() throws Exception {
        upstream.script(call -> call.answer(call.requestLine().contains("?") ? 400 : 200, "application/json", LIST));
        assertThat(client.get("/v1/models").status()).isEqualTo(200);
        assertThat(upstream.awaitCall().requestLine()).contains("?output_modalities=all ");
        assertThat(upstream.awaitCall().requestLine()).isEqualTo("GET /api/v1/models HTTP/1.1");
    }

    @Test
    void listsEveryModelUnderTheGatewaysName() throws Exception {
        for (String path : new String[] {"/v1/models", "/openai/v1/models"}) {
            OneRequest.Answer answer = client.get(path);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.text()).startsWith("{\"object\":\"list\",\"data\":[" + GPT_OF_OURS + ",");
            assertThat(new JsonMapper().readTree(answer.body()).findValuesAsText("id"))
                    .containsExactly(
                            "openrouter/openai/gpt-4o",
                            "openrouter/meta-llama/llama-3.1-70b-instruct:free",
                            "openrouter/openrouter/auto",
                            "openrouter/a/b/c",
                            "openrouter/x/é+1");
        }
    }

    @Test
    void findsOneModelByEverySpellingOfItsId() throws Exception {
        for (String door : new String[] {"/v1/models/", "/openai/v1/models/"}) {
            for (String id : new String[] {
                "openai/gpt-4o",
                "openai%2Fgpt-4o",
                "openai%2fgpt-4o",
                "openai/gpt%2D4o",
                "openai/gpt-4o?x=y",
                "openrouter/openai/gpt-4o",
                "openrouter%2Fopenai%2Fgpt-4o",
                "openrouter/openai%2Fgpt-4o"
            }) {
                OneRequest.Answer answer = client.get(door + id);
                assertThat(answer.status()).as(id).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(GPT_OF_OURS);
            }
        }
    }

    @Test
    void findsIdsWithColonsMoreSlashesAndOddCharacters() throws Exception {
        assertThat(idAt("meta-llama/llama-3.1-70b-instruct:free"))
                .isEqualTo("openrouter/meta-llama/llama-3.1-70b-instruct:free");
        assertThat(idAt("meta-llama%2Fllama-3.1-70b-instruct%3Afree"))
                .isEqualTo("openrouter/meta-llama/llama-3.1-70b-instruct:free");
        assertThat(idAt("a/b/c")).isEqualTo("openrouter/a/b/c");
        assertThat(idAt("openrouter/auto")).isEqualTo("openrouter/openrouter/auto");
        assertThat(idAt("openrouter%2Fopenrouter%2Fauto")).isEqualTo("openrouter/openrouter/auto");
        assertThat(idAt("x/%C3%A9+1")).isEqualTo("openrouter/x/é+1");
        assertThat(idAt("x%2F%C3%A9%2B1")).isEqualTo("openrouter/x/é+1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/nothing", "openai", "openai/gpt-4o:free", "OPENAI/gpt-4o", "%00", "a%22b"})
    void answersAnUnknownIdWith404(String id) throws Exception {
        OneRequest.Answer answer = client.get("/v1/models/" + id);
        assertThat(answer.status()).isEqualTo(404);
        JsonNode error = new JsonMapper().readTree(answer.body()).get("error");
        assertThat(error.get("type").asText()).isEqualTo("not_found_error");
        assertThat(error.get("code").asText()).isEqualTo("model_not_found");
        assertThat(error.get("param").asText()).isEqualTo("model");
    }

    @Test
    void answersHeadWithTheLengthOfTheListAndNoBody() throws Exception {
        int length = client.get("/v1/models").body().length;
        OneRequest.Answer head = client.send("HEAD /v1/models", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(length));
        assertThat(head.header("Content-Type")).isEqualTo("application/json");
        assertThat(head.body()).isEmpty();
        assertThat(client.send("HEAD /v1/models/a/b/c", null).status()).isEqualTo(200);
        assertThat(client.send("HEAD /v1/models/unknown", null).status()).isEqualTo(404);
    }

    @Test
    void servesTheOldListWhereTheUpstreamHasDied() throws Exception {
        upstream.script(call -> call.answer(200, "application/json", LIST, "Cache-Control: no-store"));
        String list = client.get("/v1/models").text();
        upstream.close();
        assertThat(client.get("/v1/models").text()).isEqualTo(list);
        assertThat(client.get("/v1/models/openai/gpt-4o").text()).isEqualTo(GPT_OF_OURS);
    }

    @Test
    void answersWith502WhereTheUpstreamIsDeadAndThereIsNoList() throws Exception {
        upstream.close();
        for (String path : new String[] {"/v1/models", "/openai/v1/models/openai/gpt-4o"}) {
            assertError(client.get(path), 502, "upstream_error");
        }
        assertThat(client.get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html,        <html>,                  502, upstream_error",
        "200, application/json, '{\"models\":[]}',       502, upstream_error",
        "200, application/json, '{\"data\":[{\"id\":\"a/', 502, upstream_error",
        "302, text/html,        <html>,                  502, upstream_error",
        "401, application/json, '{\"error\":{}}',        401, authentication_error",
        "429, application/json, '{\"error\":{}}',        429, rate_limit_error",
        "503, text/html,        <html>,                  503, upstream_error",
        "404, text/html,        <html>,                  502, upstream_error"
    })
    void answersWithTheEnvelopeWhereThereIsNoList(int status, String type, String body, int answered, String error)
            throws Exception {
        upstream.script(call -> call.answer(status, type, body));
        assertError(client.get("/v1/models"), answered, error);
    }

    @Test
    void asksAgainAfterAFailure() throws Exception {
        upstream.script(call -> call.answer(500, "text/html", "<html>"));
        assertThat(client.get("/v1/models").status()).isEqualTo(500);
        upstream.script(call -> call.answer(200, "application/json", LIST));
        assertThat(client.get("/v1/models").status()).isEqualTo(200);
    }

    private static void assertError(OneRequest.Answer answer, int status, String type) throws Exception {
        assertThat(answer.status()).isEqualTo(status);
        JsonNode error = new JsonMapper().readTree(answer.body()).get("error");
        assertThat(error).hasSize(4);
        assertThat(error.get("type").asText()).isEqualTo(type);
        assertThat(answer.text()).doesNotContain("xception", "java.", TestGateway.KEY);
    }

    private String idAt(String path) throws Exception {
        OneRequest.Answer answer = client.get("/v1/models/" + path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return new JsonMapper()
                .readTree(new String(answer.body(), StandardCharsets.UTF_8))
                .get("id")
                .asText();
    }

    private static Set<String> lowerCase(Set<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/openai/v1/models"})
    void listsAliasesAndGroupsAndFindsThem(String path) throws Exception {
        try (TestGateway grouped = TestGateway.start(
                upstream.baseUrl(), "model-aliases=fast>openai/gpt-4o-mini*2|google/gemini-2.0-flash;team/own>a/b/c")) {
            OneRequest ask = new OneRequest(grouped.port());
            assertThat(ask.get(path).text())
                    .startsWith("{\"object\":\"list\",\"data\":[" + ALIAS.formatted("fast") + ","
                            + ALIAS.formatted("team/own") + "," + GPT_OF_OURS);
            assertThat(ask.get(path + "/fast").text()).isEqualTo(ALIAS.formatted("fast"));
            assertThat(ask.get(path + "/team%2Fown").text()).isEqualTo(ALIAS.formatted("team/own"));
        }
    }
}
