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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.testing.ManualTime;
import io.vertx.core.MultiMap;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCacheTest extends SandboxFixture {

    private static HttpResponse<String> send(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = posting(path, body).header("X-OpenRouter-Cache", "true");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String status(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-OpenRouter-Cache-Status").orElse("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, COMPLETIONS, RESPONSES, MESSAGES, EMBEDDINGS})
    void theSameRequestAgainCostsNothing(String path) throws Exception {
        String asked = body(path, "sandbox/fast", false);
        HttpResponse<String> first = send(path, asked);
        HttpResponse<String> second = send(path, asked);

        assertThat(status(first)).isEqualTo("MISS");
        assertThat(status(second)).isEqualTo("HIT");
        assertThat(json(first).at("/usage/cost").decimalValue()).isPositive();
        JsonNode usage = json(second).path("usage");
        assertThat(usage.path("cost").decimalValue()).isZero();
        assertThat(usage.path("total_tokens").asInt()
                        + usage.path("input_tokens").asInt())
                .isZero();
        assertThat(second.headers().firstValue("X-OpenRouter-Cache-Source-Id"))
                .hasValue(json(first).path("id").asText());
        assertThat(second.headers().firstValue("X-OpenRouter-Cache-TTL")).hasValue("300");
        BilledCall billed = last(sandbox.billed());
        assertThat(billed.state()).isEqualTo("cached");
        assertThat(billed.cost()).isZero();
        assertThat(billed.generationId()).isEqualTo(json(second).path("id").asText());
    }

    @Test
    void anAnswerFromTheCacheStreams() throws Exception {
        String asked = body(CHAT, "openai/gpt-4o-mini", true).replace("Say hi", "Stream twice");
        String first = send(CHAT, asked).body();
        String second = send(CHAT, asked).body();

        assertThat(content(events(second))).isEqualTo(content(events(first)));
        assertThat(last(events(second)).at("/usage/total_tokens").asInt(-1)).isZero();
        assertThat(last(events(second)).at("/usage/cost").decimalValue()).isZero();
    }

    @Test
    void anotherKeyOrAnotherBodyIsAnotherRequest() throws Exception {
        String asked = body(CHAT, "sandbox/fast", false).replace("Say hi", "Once");
        send(CHAT, asked);

        assertThat(status(send(CHAT, asked, "Authorization", "Bearer other"))).isEqualTo("MISS");
        assertThat(status(send(CHAT, asked + " "))).isEqualTo("MISS");
        assertThat(status(send(CHAT, asked, "X-OpenRouter-Cache", "false"))).isEqualTo("none");
        assertThat(status(send(CHAT, asked))).isEqualTo("HIT");
        assertThat(status(send(CHAT, asked, "X-OpenRouter-Cache-Clear", "true")))
                .isEqualTo("MISS");
    }

    @Test
    void anAnswerIsKeptAsLongAsItsRequestSays() {
        ManualTime time = new ManualTime();
        ResponseCache cache = new ResponseCache(time);
        String ttl = "X-OpenRouter-Cache-TTL";

        assertThat(play(cache, ttl, "60")).isEqualTo("MISS");
        time.advance(Duration.ofSeconds(59));
        assertThat(play(cache, ttl, "60")).isEqualTo("HIT");
        time.advance(Duration.ofSeconds(1));
        assertThat(play(cache, ttl, "60")).isEqualTo("MISS");
        assertThatThrownBy(() -> play(cache, ttl, "long")).isInstanceOf(Refusal.class);
    }

    /** As on the wire, but by a clock of the test's own. */
    private static String play(ResponseCache cache, String header, String value) {
        String asked = body(CHAT, "sandbox/fast", false);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .set("X-OpenRouter-Cache", "true")
                .set(header, value);
        Model model = new ModelList().resolve("sandbox/fast");
        Call call = new Call(Api.CHAT, (ObjectNode) Json.parse(asked), asked, model, "gen-1", 1, "key", headers);
        Charge charge = new Charge(new Ledger(Clock.systemUTC()), call);
        Answer answer = new Answer(call, new ReplyComposer(new PromptCache()), charge);
        Script script = cache.through(answer, Answer::normal);
        script.steps().forEach(step -> {
            if (step instanceof Step.Effect effect) {
                effect.action().run();
            }
        });
        return script.headers().get("X-OpenRouter-Cache-Status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox/status-502", "sandbox/truncated", "sandbox/billed-error-in-200"})
    void whatIsNotWholeIsNotKept(String model) throws Exception {
        send(CHAT, body(CHAT, model, true));
        assertThat(status(send(CHAT, body(CHAT, model, true)))).isEqualTo("MISS");
    }

    @Test
    void aSpecialModelAnswersAsFromTheCache() throws Exception {
        HttpResponse<String> answer = post(CHAT, body(CHAT, "sandbox/cached", false));

        assertThat(json(answer).at("/choices/0/message/content").asText()).startsWith("Hello!");
        assertThat(json(answer).at("/usage/total_tokens").asInt(-1)).isZero();
        assertThat(last(sandbox.billed()).state()).isEqualTo("cached");
    }
}
