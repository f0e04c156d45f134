/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.Requests;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNameTest {

    private static final Map<String, String> ALIASES = Map.of(
            "fast", "openai/gpt-4o-mini",
            "routed", "openrouter/openai/gpt-4o",
            "auto", "openrouter/auto",
            "old/name", "new/name",
            "chain", "fast");

    private final ModelName rule = new ModelName(Requests.aliases(ALIASES), (vendor, name) -> vendor + "/" + name);

    @ParameterizedTest
    @CsvSource({
        "openrouter/openai/gpt-4o, openai/gpt-4o",
        "openrouter/openrouter/auto, openrouter/auto",
        "openrouter/openrouter/a/b, openrouter/a/b",
        "openrouter/meta-llama/llama-3.1-70b-instruct:free, meta-llama/llama-3.1-70b-instruct:free",
        "openrouter/~anthropic/claude-latest, ~anthropic/claude-latest",
        "openrouter/@preset/x, @preset/x",
        "fast, openai/gpt-4o-mini",
        "routed, openai/gpt-4o",
        "auto, openrouter/auto",
        "old/name, new/name",
        "chain, fast"
    })
    void renames(String name, String sent) {
        assertThat(sentModel(name)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openrouter/auto",
                "openai/gpt-4o",
                "openai/gpt-4o:nitro",
                "~anthropic/claude-latest",
                "@preset/x",
                "gpt-4o",
                "gpt-4o:free",
                "a/b/c/d",
                "OpenRouter/openai/gpt-4o",
                "openrouter",
                "openrouter/",
                "openrouter/fast",
                "Fast"
            })
    void leavesOtherNamesAlone(String name) {
        assertThat(sentModel(name)).isEqualTo(name);
    }

    @Test
    void keepsTheSpellingOfANameThatStays() {
        String body = "{\"model\":\"a\\/\\u0062\",\"models\":[\"\\u0063/d\"]}";

        assertThat(Requests.sent(body, rule)).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "openrouter/a/b","c/d"     | openrouter/a/b | "a/b","c/d"              | a/b
            "fast","c/d"               | fast           | "openai/gpt-4o-mini","c/d" | openai/gpt-4o-mini
            "c/d","fast"               | c/d            | "c/d","openai/gpt-4o-mini" | c/d
            "a/b","a/b"                | a/b            | "a/b","a/b"              | a/b
            """)
    void theFirstOfAListStandsForAModelThatIsLeftOut(String models, String asked, String sent, String model) {
        Exchange exchange = Requests.withBody(Requests.bytes("{\"models\":[" + models + "],\"x\":1.0}"));

        assertThat(Requests.sent(exchange, rule)).isEqualTo("{\"models\":[" + sent + "],\"x\":1.0}");
        assertThat(exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL)).isEqualTo(asked);
        assertThat(exchange.getProperty(OpenRouterConstants.SENT_MODEL)).isEqualTo(model);
    }

    @Test
    void keepsTheNodeOfANameThatStays() {
        ObjectNode body = Requests.tree("{\"model\":\"a/b\"}");
        Object before = body.get("model");

        rule.process(Requests.withBody(RequestBody.of(body)));

        assertThat(body.get("model")).isSameAs(before);
    }

    @Test
    void readsANameThroughItsEscapes() {
        assertThat(Requests.sent("{\"model\":\"openrouter\\/\\u0061\\/b\"}", rule))
                .isEqualTo("{\"model\":\"a/b\"}");
    }

    @Test
    void renamesEveryEntryOfModels() {
        assertThat(Requests.sent(
                        "{\"model\":\"a/b\",\"models\":[\"openrouter/c/d\",\"fast\",\"openrouter/auto\"]}", rule))
                .isEqualTo("{\"model\":\"a/b\",\"models\":[\"c/d\",\"openai/gpt-4o-mini\",\"openrouter/auto\"]}");
    }

    @Test
    void turnsFallbacksIntoModelsBehindThePrimaryAtTheirPlace() {
        String body = "{\"fallbacks\":[\"openrouter/c/d\",\"fast\"],\"model\":\"openrouter/a/b\",\"n\":1}";

        assertThat(Requests.sent(body, rule))
                .isEqualTo("{\"models\":[\"a/b\",\"c/d\",\"openai/gpt-4o-mini\"],\"model\":\"a/b\",\"n\":1}");
    }

    @Test
    void keepsTheSpellingOfFallbacksThatStay() {
        assertThat(Requests.sent("{\"model\":\"\\u0061/b\",\"fallbacks\":[\"\\u0063/d\"]}", rule))
                .isEqualTo("{\"model\":\"\\u0061/b\",\"models\":[\"\\u0061/b\",\"\\u0063/d\"]}");
    }

    @Test
    void fallbacksReplaceModelsThatAreNull() {
        assertThat(Requests.sent("{\"model\":\"a/b\",\"models\":null,\"fallbacks\":[\"c/d\"]}", rule))
                .isEqualTo("{\"model\":\"a/b\",\"models\":[\"a/b\",\"c/d\"]}");
    }

    @Test
    void leavesTheFallbacksOfTheAnthropicApiWhereTheyAreAndRenamesTheirModels() {
        String body = "{\"model\":\"a/b\",\"fallbacks\":[{\"model\":\"openrouter/c/d\"},{\"model\":\"\\u0065/f\"}]}";

        assertThat(Requests.sent(body, rule))
                .isEqualTo("{\"model\":\"a/b\",\"fallbacks\":[{\"model\":\"c/d\"},{\"model\":\"\\u0065/f\"}]}");
    }

    @Test
    void leavesNullFallbacksAlone() {
        String body = "{\"model\":\"a/b\",\"fallbacks\":null}";

        assertThat(Requests.sent(body, rule)).isEqualTo(body);
    }

    @Test
    void asksForTheVendorOfABareNameOnItsDoor() {
        Exchange exchange =
                throughDoor("{\"model\":\"gpt-4o\",\"fallbacks\":[\"o3\",\"a/b\",\"openrouter/c/d\",\"fast\"]}");

        assertThat(Requests.sent(exchange, rule))
                .isEqualTo("{\"model\":\"openai/gpt-4o\","
                        + "\"models\":[\"openai/gpt-4o\",\"openai/o3\",\"a/b\",\"c/d\",\"openai/gpt-4o-mini\"]}");
    }

    @Test
    void keepsABareNameThatTheLookupKeeps() {
        ModelName keeping = new ModelName(Requests.aliases(Map.of()), (vendor, name) -> name);

        assertThat(Requests.sent(throughDoor("{\"model\":\"gpt\\u002d4o\"}"), keeping))
                .isEqualTo("{\"model\":\"gpt\\u002d4o\"}");
    }

    @Test
    void doesNotAskForTheVendorOfAnAliasTarget() {
        assertThat(Requests.sent(throughDoor("{\"model\":\"chain\"}"), rule)).isEqualTo("{\"model\":\"fast\"}");
    }

    @Test
    void remembersTheNameAsWrittenAndAsSent() {
        Exchange exchange = Requests.withBody("{\"model\":\"openrouter/\\u0061/b\"}");

        Requests.sent(exchange, rule);

        assertThat(exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL)).isEqualTo("openrouter/a/b");
        assertThat(exchange.getProperty(OpenRouterConstants.SENT_MODEL)).isEqualTo("a/b");
    }

    private String sentModel(String name) {
        Exchange exchange = Requests.withBody("{\"model\":\"" + name + "\"}");
        String sent = Requests.sent(exchange, rule);
        assertThat(sent).isEqualTo("{\"model\":\"" + exchange.getProperty(OpenRouterConstants.SENT_MODEL) + "\"}");
        return exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
    }

    private static Exchange throughDoor(String body) {
        Exchange exchange = Requests.withBody(body);
        exchange.setProperty(OpenRouterConstants.DOOR_VENDOR, "openai");
        return exchange;
    }
}
