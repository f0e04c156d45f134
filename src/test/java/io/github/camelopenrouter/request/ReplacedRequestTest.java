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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.body.Requests;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of a request that a step of the operator's has put in another's place. */
class ReplacedRequestTest {

    private static final String REQUEST = json("{'model':'a/one','messages':[{'role':'user','content':'Hi'}]}");

    private static final long LIMIT = 1_000;

    private final ModelGroups groups = new ModelGroups(
            Map.of(
                    "fast", List.of(new WeightedModel("b/fast", 1)),
                    "group", List.of(new WeightedModel("c/one", 1), new WeightedModel("c/two", 1))),
            weights -> new Balancer(
                    weights,
                    new BalanceSettings(true, Duration.ofSeconds(10)),
                    name -> true,
                    System::nanoTime,
                    () -> 0.5));
    private final ModelName names = new ModelName(groups, (vendor, name) -> vendor + "/" + name);
    private final ReplacedRequest check = new ReplacedRequest(LIMIT, names);
    private final Exchange exchange = Requests.withBody(Requests.bytes(REQUEST));

    @Test
    void requestThatNobodyHasReplacedPassesUnseen() throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        Object before = exchange.getMessage().getBody();

        check.process(exchange);

        assertThat(exchange.getMessage().getBody()).isSameAs(before);
    }

    @Test
    void fetchOfTheModelListPasses() throws Exception {
        Exchange models = Requests.withBody(null);
        models.setProperty(OpenRouterConstants.OPERATION, Operation.MODELS);

        check.process(models);

        assertThat(models.getMessage().getBody()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {byte[].class, String.class, InputStream.class, Map.class, JsonNode.class, RequestBody.class})
    void replacementOfAnyTypeIsWhatIsSent(Class<?> type) throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        RequestBody other = RequestBody.read(REQUEST.replace("Hi", "Bye"));
        exchange.getMessage().setBody(other);
        exchange.getMessage().setBody(exchange.getMessage().getBody(type));

        check.process(exchange);

        assertThat(exchange.getMessage().getBody()).isInstanceOf(RequestBody.class);
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo(REQUEST.replace("Hi", "Bye"));
    }

    /** An alias among the fallbacks, a group, and those that stood there before, which are no aliases any more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'models':['a/one','fast']|'models':['a/one','b/fast']",
                "'fallbacks':['fast']|'models':['a/one','b/fast']",
                "'models':['a/one','group']|'models':['a/one','c/one','c/two']",
                "'models':['a/one','openrouter/x/y']|'models':['a/one','x/y']"
            })
    void namesThatAStepPutsAmongTheFallbacksAreResolved(String left, String sent) throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setBody(json("{'model':'a/one','messages':[{}]," + left + "}"));

        check.process(exchange);

        assertThat(exchange.getMessage().getBody(String.class)).contains(json(sent));
        assertThat(exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS).toString())
                .startsWith("[a/one, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[1]",
                "{'model':'a/one'}",
                "{'model':'a/one','messages':[]}",
                "{'messages':[{}]}",
                "{'model':'','messages':[{}]}",
                "{'model':'a/one','messages':[{}],'models':[5]}",
                "{'model':'a/one','messages':[{}]} and more"
            })
    void whatCannotBeSentIsTheStepsMistake(String left) throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setBody(json(left));

        assertThatThrownBy(() -> check.process(exchange))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a step in a route configuration openrouter-upstream-")
                .hasNoCause();
    }

    @Test
    void nothingIsAMistakeToo() throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setBody(null);

        assertThatThrownBy(() -> check.process(exchange)).hasMessageContaining("is empty");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestThatHasGrownBeyondTheLimitIsTooLarge(boolean decoded) throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        String large = REQUEST.replace("Hi", "Hi".repeat(500));
        exchange.getMessage().setBody(decoded ? RequestBody.read(large) : large);

        assertThatThrownBy(() -> check.process(exchange))
                .isInstanceOfSatisfying(
                        OpenRouterException.class, e -> assertThat(e.status()).isEqualTo(413));
    }

    @ParameterizedTest
    @CsvSource({
        "true,  '',             true",
        "true,  ',''stream'':false', true",
        "false, ',''stream'':true',  false",
        "false, '',             "
    })
    void clientGetsTheKindOfAnswerThatItWaitsFor(boolean asked, String left, Boolean sent) throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        exchange.setProperty(OpenRouterConstants.STREAM, asked);
        exchange.getMessage().setBody(REQUEST.replace("]}", "]" + json(left) + "}"));

        check.process(exchange);

        JsonNode stream = exchange.getMessage().getBody(JsonNode.class).get("stream");
        assertThat(stream == null ? null : (Boolean) stream.booleanValue()).isEqualTo(sent);
        assertThat(exchange.getProperty(OpenRouterConstants.STREAM)).isEqualTo(asked);
    }

    @Test
    void embeddingsDoNotStreamWhateverAStepSays() throws Exception {
        exchange.getMessage().setBody(json("{'model':'a/one','input':'Hi'}"));
        converted(Operation.EMBEDDINGS);
        exchange.getMessage().setBody(json("{'model':'a/one','input':'Hi','stream':true}"));

        check.process(exchange);

        assertThat(exchange.getMessage().getBody(String.class)).contains("\"stream\":false");
    }

    @ParameterizedTest
    @CsvSource({
        "a/one,                a/one",
        "x/other,              x/other",
        "fast,                 b/fast",
        "openrouter/x/other,   x/other"
    })
    void modelIsTheOneThatGoesUp(String left, String sent) throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setBody(REQUEST.replace("a/one", left));

        check.process(exchange);

        assertThat(model()).isEqualTo(sent);
        assertThat(exchange.getProperty(OpenRouterConstants.SENT_MODEL)).isEqualTo(sent);
        assertThat(exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL)).isEqualTo("a/one");
        assertThat(exchange.getProperty(OpenRouterConstants.MODEL_GROUP)).isNull();
    }

    /** The client's own request named its models in a list alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'models':['a/one','b/two']|'models':['a/one','b/two']|a/one",
                "'models':['fast','a/one']|'models':['b/fast','a/one']|b/fast",
                "'models':['b/two']|'models':['b/two']|b/two",
                "'model':'fast','models':['a/one','b/two']|'model':'b/fast','models':['b/fast','b/two']|b/fast",
                "'model':'openrouter/x/y'|'model':'x/y'|x/y"
            })
    void primaryModelMayStandInTheListAlone(String left, String sent, String model) throws Exception {
        exchange.getMessage().setBody(json("{'models':['openrouter/a/one','b/two'],'messages':[{}]}"));
        converted(Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setBody(json("{" + left + ",'messages':[{}]}"));

        check.process(exchange);

        assertThat(exchange.getMessage().getBody(String.class)).startsWith(json("{" + sent + ","));
        assertThat(exchange.getProperty(OpenRouterConstants.SENT_MODEL)).isEqualTo(model);
        assertThat(exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL)).isEqualTo("openrouter/a/one");
    }

    /** An alias may be named like its own target, or like another one's. */
    @Test
    void modelThatIsTheSameIsNotLookedUpAgain() throws Exception {
        ModelName chained =
                new ModelName(Requests.aliases(Map.of("a/one", "fast", "fast", "b/fast")), (vendor, name) -> name);
        converted(Operation.CHAT_COMPLETIONS, chained);
        exchange.getMessage().setBody(exchange.getMessage().getBody(String.class));

        new ReplacedRequest(LIMIT, chained).process(exchange);

        assertThat(model()).isEqualTo("fast");
    }

    /** Or the next attempt would ask for another member of the group that the step has turned away from. */
    @Test
    void anotherModelLeavesTheGroup() throws Exception {
        exchange.getMessage().setBody(REQUEST.replace("a/one", "group"));
        converted(Operation.CHAT_COMPLETIONS);
        assertThat(exchange.getProperty(OpenRouterConstants.MODEL_GROUP)).isEqualTo("group");
        exchange.getMessage().setBody(REQUEST.replace("a/one", "x/other"));

        check.process(exchange);

        assertThat(exchange.getProperty(OpenRouterConstants.MODEL_GROUP)).isNull();
    }

    @Test
    void anotherModelMayBeAGroup() throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        exchange.getMessage().setBody(REQUEST.replace("a/one", "group"));

        check.process(exchange);

        assertThat(exchange.getProperty(OpenRouterConstants.MODEL_GROUP)).isEqualTo("group");
        assertThat(model()).startsWith("c/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'models':['a/one','b/two']         | x/other | x/other,b/two",
                "'models':['a/one','b/two','c/three'] | b/two   | b/two,c/three",
                "'models':['b/two','a/one']         | x/other | b/two,a/one",
                "'fallbacks':['b/two']              | x/other | x/other,b/two"
            })
    void fallbacksFollowTheirModel(String named, String model, String sent) throws Exception {
        converted(Operation.CHAT_COMPLETIONS);
        exchange.getMessage()
                .setBody(REQUEST.replace("\"a/one\"", "\"" + model + "\"").replace("]}", "]," + json(named) + "}"));

        check.process(exchange);

        assertThat(exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS)).isEqualTo(List.of(sent.split(",")));
        assertThat(exchange.getMessage().getBody(String.class))
                .contains("\"models\":[\"" + sent.replace(",", "\",\"") + "\"]")
                .doesNotContain("fallbacks");
    }

    @Test
    void fallbacksThatAStepHasTakenAwayAreNoCandidates() throws Exception {
        exchange.getMessage().setBody(REQUEST.replace("]}", json("],'models':['a/one','b/two']}")));
        converted(Operation.CHAT_COMPLETIONS);
        assertThat(exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS)).isNotNull();
        exchange.getMessage().setBody(REQUEST);

        check.process(exchange);

        assertThat(exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS)).isNull();
    }

    private void converted(Operation operation) throws Exception {
        converted(operation, names);
    }

    private void converted(Operation operation, ModelName naming) throws Exception {
        exchange.setProperty(OpenRouterConstants.OPERATION, operation);
        new RequestDecoder(LIMIT).process(exchange);
        naming.process(exchange);
        new ConfiguredFallbacks(Map.of()).process(exchange);
    }

    private String model() {
        return exchange.getMessage().getBody(JsonNode.class).path("model").asText();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
