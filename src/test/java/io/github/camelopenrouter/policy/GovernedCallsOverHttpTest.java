/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy writes into requests, and what besides models it keeps out of them. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GovernedCallsOverHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT =
            "\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String RESPONSES = "\"model\":\"openai/gpt-4o\",\"input\":\"Hi\"";
    private static final String MESSAGES =
            "\"model\":\"openai/gpt-4o\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    private ScriptedUpstream upstream;
    private TestGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200, HttpTest.JSON, "{\"id\":\"gen-1\",\"choices\":[],\"data\":[]}", "X-Generation-Id: gen-1"));
        Path policy = Files.writeString(directory.resolve("policy.yaml"), """
                organisation:
                  provider: { data_collection: deny }
                teams:
                  forced:
                    provider: { zdr: true, only: [openai, azure] }
                  capped:
                    caps: { output-tokens: 100, n: 2 }
                  tagged:
                    tags: { cost-centre: "4711" }
                    require-tags: [project]
                  plain:
                  spoken: { allow: { modalities: [text, audio] } }
                  open:
                    upstream-keys: [own]
                    allow: { server-tools: ["openrouter:web_search"], tiers: ["*"], tools: ["read_*"], modalities: ["*"], files: [content, url, file_id], debug: true, route: true, speeds: [fast] }
                keys:
                  forced: { team: forced, sha256: %s }
                  capped: { team: capped, sha256: %s, caps: { output-tokens: 80 } }
                  tagged: { team: tagged, sha256: %s }
                  plain: { team: plain, sha256: %s, allow: { server-tools: ["openrouter:web_search"] } }
                  open: { team: open, sha256: %s }
                  spoken: { team: spoken, sha256: %s }
                """.formatted(
                        Sha256.hex("k-forced"),
                        Sha256.hex("k-capped"),
                        Sha256.hex("k-tagged"),
                        Sha256.hex("k-plain"),
                        Sha256.hex("k-open"),
                        Sha256.hex("k-spoken")));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "policy.file=" + policy,
                "compatibility=native",
                "model-aliases=first>openai/gpt-4o-mini;openai/gpt-4o-mini>x-ai/grok-4",
                "api-key=one=" + TestGateway.KEY + ",own=" + TestGateway.KEY + "9");
    }

    @BeforeEach
    void forget() {
        upstream.forget();
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void whatIsForcedStandsInWhatGoesUp(Door door) throws Exception {
        assertThat(sent("forced", door.path(), door.plain()).path("provider").toString())
                .isEqualTo("{\"data_collection\":\"deny\",\"zdr\":true,\"only\":[\"openai\",\"azure\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/rerank", "/v1/images"})
    void onPathsThatPassThroughToo(String path) throws Exception {
        String body =
                "{\"model\":\"openai/x\",\"query\":\"x\",\"documents\":[\"x\"],\"prompt\":\"x\",\"provider\":{\"only\":[\"azure\"]}}";
        assertThat(sent("forced", path, body).path("provider").path("only").toString())
                .isEqualTo("[\"azure\"]");
    }

    @Test
    void aPathThatReadsNoProviderIsRefused() throws Exception {
        refused(403, "forced", "/v1/audio/speech", "\"model\":\"openai/tts\",\"input\":\"x\",\"voice\":\"a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"only\":[\"groq\"]}",
                "{\"\\u006fnly\":[\"groq\"]}",
                "{\"only\":[\"openai\"],\"only\":[\"groq\"]}",
                "{\"only\":[]}"
            })
    void whatLeavesNothingIsRefused(String provider) throws Exception {
        OneRequest.Answer answer =
                post("forced", "/v1/chat/completions", "{" + CHAT + ",\"provider\":" + provider + "}");
        assertThat(answer.status()).as(answer.text()).isIn(400, 403);
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | max_tokens | 500 | 80",
                "/v1/chat/completions | max_tokens | 10 | 10",
                "/v1/chat/completions | max_completion_tokens | 500 | 80",
                "/v1/chat/completions | max_tokens | null | 80",
                "/v1/chat/completions | max_tokens | 1e9 | 80",
                "/v1/chat/completions | n | 9 | 2",
                "/v1/chat/completions | n | 1 | 1",
                "/v1/responses | max_output_tokens | 500 | 80",
                "/v1/responses | max_output_tokens | null | 80"
            })
    void capsAreWrittenDown(String path, String field, String asked, String result) throws Exception {
        String body = "{" + (path.endsWith("responses") ? RESPONSES : CHAT) + ",\"" + field + "\":" + asked + "}";
        assertThat(sent("capped", path, body).path(field).toString()).isEqualTo(result);
    }

    @Test
    void aCapStandsWhereNothingIsSaid() throws Exception {
        assertThat(sent("capped", "/v1/chat/completions", "{" + CHAT + "}")
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(80);
        assertThat(sent("capped", "/anthropic/v1/messages", "{" + MESSAGES + "}")
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(50);
    }

    /** An alias may be named like another one's target. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/chat/completions | {'model':'first','messages':[{'role':'user','content':'Hi'}]} | /model",
                "/v1/chat/completions | {'model':'openai/gpt-4o','models':['first'],'messages':[{'role':'user','content':'Hi'}]} | /models/0",
                "/v1/embeddings | {'model':'openai/gpt-4o','models':['openai/gpt-4o','first'],'input':'x'} | /models/1",
                "/v1/embeddings | {'model':'first','input':'x'} | /model",
                "/anthropic/v1/messages | {'model':'openai/gpt-4o','max_tokens':9,'fallbacks':[{'model':'first'}],'messages':[{'role':'user','content':'Hi'}]} | /fallbacks/0/model",
                "/v1/rerank | {'model':'first','query':'x','documents':['x']} | /model"
            })
    void theModelThatHasBeenLookedAtIsTheOneThatGoesUp(String path, String body, String place) throws Exception {
        JsonNode sent = sent("forced", path, body.replace('\'', '"'));
        assertThat(sent.at(place).asText()).as(sent.toString()).isEqualTo("openai/gpt-4o-mini");
        assertThat(sent.path("provider").path("zdr").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/videos/abc", "/v1/videos/abc/content"})
    void whatWasMadeOfAnotherKindIsNotFetched(String path) throws Exception {
        OneRequest.Answer answer = new OneRequest(gateway.port()).get(path, "Authorization: Bearer k-plain");
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(upstream.callCount()).isZero();
        new OneRequest(gateway.port()).get("/v1/providers", "Authorization: Bearer k-tagged");
        assertThat(upstream.callCount()).as("what brings no tag").isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "preset",
                "service_tier",
                "provider[only][]",
                "plugins[0][id]",
                "debug",
                "file_id",
                "models",
                "Model",
                "prompt ",
                "timestamp_granularities"
            })
    void aFormHasOnlyPartsThatAreKnown(String part) throws Exception {
        OneRequest.Answer answer = form("model", "openai/whisper-1", part, "x");
        assertThat(answer.status()).as(answer.text()).isIn(400, 403);
        assertThat(upstream.callCount()).isZero();
    }

    private OneRequest.Answer form(String... fields) throws IOException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append("--B\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n" + fields[i + 1]
                    + "\r\n");
        }
        form.append("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\nxx\r\n--B--\r\n");
        return new OneRequest(gateway.port())
                .send(
                        "POST /v1/audio/transcriptions",
                        form.toString().getBytes(StandardCharsets.UTF_8),
                        "Authorization: Bearer k-spoken",
                        "Content-Type: multipart/form-data; boundary=B");
    }

    /** Deep in a part of the request that the tree keeps as bytes. */
    @Test
    void aRequestThatHidesMillionsOfNothingsIsRefused() throws Exception {
        String many = "{\"a\":{\"b\":{\"c\":[" + "{},".repeat(2_000_000) + "{}]}}}";
        OneRequest.Answer answer = post(
                "plain",
                "/v1/chat/completions",
                "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[" + many + "]}]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("more than 500000 values");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void aTagThatIsRequiredHasToBeThere() throws Exception {
        OneRequest.Answer answer = post("tagged", "/v1/chat/completions", "{" + CHAT + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(JSON.readTree(answer.text()).at("/error/code").asText()).isEqualTo("tag_required");
        assertThat(answer.text()).contains("'project'");
        assertThat(new OneRequest(gateway.port())
                        .post(
                                "/v1/chat/completions",
                                "{" + CHAT + "}",
                                "Authorization: Bearer k-tagged",
                                "x-openrouter-tags: project=a")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"service_tier\":\"priority\"",
                "\"service_tier\":\"auto\"",
                "\"debug\":{\"echo_upstream_body\":true}",
                "\"route\":\"fallback\"",
                "\"speed\":\"fast\"",
                "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"a\"}",
                "\"audio\":{\"voice\":\"a\"}",
                "\"tools\":[{\"type\":\"openrouter:web_search\"}]",
                "\"mcp_servers\":[{\"url\":\"https://x\"}]"
            })
    void whatCostsMoreOrSeesMoreHasToBeAllowed(String field) throws Exception {
        refused(403, "plain", "/v1/chat/completions", CHAT + "," + field);
        if (!field.contains("mcp")) {
            assertThat(post("open", "/v1/chat/completions", "{" + CHAT + "," + field + "}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\",\"format\":\"wav\"}}",
                "{\"type\":\"video_url\",\"video_url\":{\"url\":\"https://x/y.mp4\"}}",
                "{\"\\u0074ype\":\"video_url\",\"video_url\":{\"url\":\"https://x/y.mp4\"}}",
                "{\"type\":\"file\",\"file\":{\"file_data\":\"https://x/y.pdf\"}}",
                "{\"type\":\"file\",\"file\":{\"file_id\":\"f-1\"}}",
                "{\"type\":\"file\",\"file\":{\"\\u0066ile_id\":\"f-1\"}}"
            })
    void partsOfAMessageToo(String part) throws Exception {
        String body = "\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]";
        refused(403, "plain", "/v1/chat/completions", body);
        assertThat(post("open", "/v1/chat/completions", "{" + body + "}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}",
                "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,AA==\"}}",
                "{\"type\":\"text\",\"text\":\"{\\\"file_id\\\":1}\"}"
            })
    void picturesAndFilesWithTheirContentPass(String part) throws Exception {
        String body = "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[" + part + "]}]}";
        assertThat(post("plain", "/v1/chat/completions", body).status()).isEqualTo(200);
    }

    @Test
    void toolsOfTheClientsGoByTheirNames() throws Exception {
        String tool = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"%s\"}}]";
        refused(403, "open", "/v1/chat/completions", CHAT + "," + tool.formatted("delete_all"));
        assertThat(post("open", "/v1/chat/completions", "{" + CHAT + "," + tool.formatted("read_file") + "}")
                        .status())
                .isEqualTo(200);
        upstream.forget();
        refused(
                403,
                "open",
                "/v1/responses",
                RESPONSES + ",\"tools\":[{\"type\":\"function\",\"name\":\"delete_all\"}]");
        refused(
                403,
                "open",
                "/v1/responses",
                RESPONSES
                        + ",\"tools\":[{\"type\":\"function\",\"name\":\"delete_all\",\"function\":{\"name\":\"read_file\"}}]");
    }

    @Test
    void aHostsOwnCallsLiveByTheTeamThatTheyName() {
        assertThat(direct(Map.of(OpenRouterConstants.TEAM, "open"), ",\"route\":\"fallback\""))
                .isEqualTo(200);
        assertThat(direct(Map.of(OpenRouterConstants.TEAM, "plain"), ",\"route\":\"fallback\""))
                .isEqualTo(403);
        assertThat(direct(Map.of(OpenRouterConstants.CLIENT_LABEL, "open"), ",\"route\":\"fallback\""))
                .isEqualTo(200);
        assertThat(direct(Map.of(OpenRouterConstants.TEAM, "nobody"), "")).isEqualTo(403);
        assertThat(direct(Map.of(OpenRouterConstants.CLIENT_LABEL, "made up"), ",\"route\":\"fallback\""))
                .isEqualTo(403); // no name, so the organisation's rules
        assertThat(direct(Map.of(), "")).isEqualTo(200);
        assertThat(direct(Map.of(), ",\"route\":\"fallback\"")).isEqualTo(403);
    }

    private int direct(Map<String, Object> properties, String more) {
        try (ProducerTemplate calls = gateway.context().createProducerTemplate()) {
            Exchange answer = calls.request("direct:openrouter-chat-completions", exchange -> {
                properties.forEach(exchange::setProperty);
                exchange.getMessage().setBody("{" + CHAT + more + "}");
            });
            return answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refused(int status, String key, String path, String body) throws Exception {
        OneRequest.Answer answer = post(key, path, "{" + body + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(JSON.readTree(answer.text()).at("/error/code").asText()).isEqualTo("not_allowed");
        assertThat(upstream.callCount()).isZero();
    }

    private JsonNode sent(String key, String path, String body) throws Exception {
        OneRequest.Answer answer = post(key, path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return JSON.readTree(upstream.awaitCall().body());
    }

    private OneRequest.Answer post(String key, String path, String body) throws IOException {
        return new OneRequest(gateway.port()).post(path, body, "Authorization: Bearer k-" + key);
    }
}
