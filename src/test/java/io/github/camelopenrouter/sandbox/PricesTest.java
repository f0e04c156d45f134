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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model list's prices in all their forms, and that the bills follow them. */
class PricesTest extends SandboxFixture {

    private static JsonNode entry(String id) throws Exception {
        return json(get("/v1/model/" + id)).path("data");
    }

    private static JsonNode usage(String model, String content) throws Exception {
        return json(post(
                        CHAT,
                        quoted("{'model':'" + model + "','max_tokens':1,'messages':[{'role':'user','content':" + content
                                + "}]}")))
                .path("usage");
    }

    private static BigDecimal times(String price, JsonNode tokens) {
        return new BigDecimal(price).multiply(tokens.decimalValue());
    }

    @Test
    void aRouterHasNoPriceAndBillsWhatItChose() throws Exception {
        assertThat(entry("openrouter/auto").at("/pricing/prompt").asText()).isEqualTo("-1");
        assertThat(entry("openrouter/auto-beta").at("/pricing/prompt").asText("?"))
                .isEmpty(); // its API requires the key
        for (String router : new String[] {"openrouter/auto", "openrouter/auto-beta"}) {
            assertThat(usage(router, "'x'").path("cost").decimalValue())
                    .isPositive()
                    .isEqualByComparingTo(
                            usage("openai/gpt-4o-mini", "'x'").path("cost").decimalValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"796000,0.000003,0.000015", "800000,0.000006,0.0000225"})
    void aLongPromptHasItsOwnPrice(int characters, String prompt, String completion) throws Exception {
        JsonNode override = entry("anthropic/claude-sonnet-4").at("/pricing/overrides/0");
        assertThat(override.path("min_prompt_tokens").asInt()).isEqualTo(200_000);

        JsonNode usage = usage("anthropic/claude-sonnet-4", "'" + "x".repeat(characters) + "'");

        assertThat(usage.path("prompt_tokens").asInt() >= 200_000)
                .isEqualTo(prompt.equals(override.path("prompt").asText()));
        assertThat(usage.path("cost").decimalValue())
                .isEqualByComparingTo(times(prompt, usage.path("prompt_tokens")).add(new BigDecimal(completion)));
    }

    @Test
    void aPriceThatAnOverrideLeavesOutStays() {
        Prices prices =
                Prices.of(Json.parse("{\"prompt\":\"1\",\"completion\":\"2\",\"overrides\":[{\"min_prompt_tokens\":10,"
                        + "\"completion\":\"4\"},{\"min_prompt_tokens\":20,\"prompt\":\"3\"}]}"));

        assertThat(prices.at(9).completion()).isEqualByComparingTo("2");
        assertThat(prices.at(10).completion()).isEqualByComparingTo("4");
        assertThat(prices.at(10).prompt()).isEqualByComparingTo("1");
        assertThat(prices.at(20).prompt()).isEqualByComparingTo("3");
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox/fast, 0.00000015, 0.0000006, ''",
        "sandbox/tiny-cost, 0, 0, 0.00000014",
        "sandbox/no-price, '', '', ''"
    })
    void specialModelsAreListedAtWhatTheyBill(String model, String prompt, String completion, String request)
            throws Exception {
        JsonNode pricing = entry(model).path("pricing");

        assertThat(pricing.path("prompt").asText()).isEqualTo(prompt);
        assertThat(pricing.path("completion").asText()).isEqualTo(completion);
        assertThat(pricing.path("request").asText()).isEqualTo(request);
        if (!prompt.isEmpty()) {
            JsonNode usage = usage(model, "'x'");
            assertThat(usage.path("cost").decimalValue())
                    .isEqualByComparingTo(times(prompt, usage.path("prompt_tokens"))
                            .add(new BigDecimal(completion))
                            .add(new BigDecimal(request.isEmpty() ? "0" : request)));
        }
    }

    @Test
    void aRequestMayCostSomething() throws Exception {
        assertThat(entry("perplexity/sonar-pro").at("/pricing/request").asText())
                .isEqualTo("0.006");
        JsonNode usage = usage("perplexity/sonar-pro", "'x'");
        assertThat(usage.path("cost").decimalValue())
                .isEqualByComparingTo(
                        times("0.000003", usage.path("prompt_tokens")).add(new BigDecimal("0.006015")));
    }

    @Test
    void anImageMayCostSomething() throws Exception {
        String image = "{'type':'image_url','image_url':{'url':'https://example.org/a.png'}}";
        assertThat(entry("google/gemini-2.5-flash").at("/pricing/image").asText())
                .isEqualTo("0.001238");
        JsonNode usage = usage("google/gemini-2.5-flash", "[" + image + "," + image + "]");
        assertThat(usage.path("cost").decimalValue())
                .isEqualByComparingTo(
                        times("0.0000003", usage.path("prompt_tokens")).add(new BigDecimal("0.0024785")));
    }

    @Test
    void imagesAreCountedInTheWordsOfEachApi() {
        assertThat(Requests.images(Json.parse("{\"input\":[{\"content\":[{\"type\":\"input_image\"}]}]}")))
                .isEqualTo(1);
        assertThat(Requests.images(Json.parse("{\"messages\":[{\"content\":[{\"type\":\"image\",\"source\":{}},"
                        + "{\"type\":\"text\",\"text\":\"image\"}]}]}")))
                .isEqualTo(1);
    }
}
