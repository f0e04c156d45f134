/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.Requests;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The beans that an operator's YAML puts between the conversions and the call. */
class OperatorsRulesTest {

    private static final String USER = "{\"role\":\"user\",\"content\":\"Hi\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT_COMPLETIONS|{'messages':[U]}|{'messages':[{'role':'system','content':'Rule.'},U]}",
                "CHAT_COMPLETIONS|{'n':1.50,'messages':[{'role':'system'},U]}"
                        + "|{'n':1.50,'messages':[{'role':'system','content':'Rule.'},{'role':'system'},U]}",
                "RESPONSES|{'input':'Hi'}|{'input':'Hi','instructions':'Rule.'}",
                "RESPONSES|{'instructions':null}|{'instructions':'Rule.'}",
                "RESPONSES|{'instructions':'Own.'}|{'instructions':'Rule.\\n\\nOwn.'}",
                "MESSAGES|{'messages':[U]}|{'messages':[U],'system':'Rule.'}",
                "MESSAGES|{'system':'Own.'}|{'system':'Rule.\\n\\nOwn.'}",
                "MESSAGES|{'system':[{'type':'text','text':'Own.'}]}"
                        + "|{'system':[{'type':'text','text':'Rule.'},{'type':'text','text':'Own.'}]}",
                "COMPLETIONS|{ 'prompt' : 'Hi' }|{ 'prompt' : 'Hi' }",
                "EMBEDDINGS|{ 'input' : 'Hi' }|{ 'input' : 'Hi' }"
            })
    void systemPromptStandsInFront(Operation operation, String request, String sent) throws IOException {
        assertThat(sent(prompt("Rule.\n"), operation, json(request))).isEqualTo(json(sent));
    }

    @Test
    void systemPromptRefusesInstructionsThatAreNoText() {
        assertThatThrownBy(() -> sent(prompt("Rule."), Operation.RESPONSES, "{\"instructions\":5}"))
                .isInstanceOf(OpenRouterException.class)
                .hasMessage("'instructions' must be a string.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'n':1.50,'a':'x'}|{'n':1.50,'a':'-'}",
                "{'a':['x',1.50,['x']],'b':{'x':'x'}}|{'a':['-',1.50,['-']],'b':{'x':'-'}}",
                "{'a':'\\u0078'}|{'a':'-'}",
                "{'a':'\\nx\\\\'}|{'a':'\\n-\\\\'}",
                "{'a':[[[[[[{'deep':'x'}]]]]]]}|{'a':[[[[[[{'deep':'-'}]]]]]]}",
                "{'a':[1,'x']}|{'a':[1,'-']}",
                "{'model':'x','models':['x'],'fallbacks':['x'],'a':'x'}"
                        + "|{'model':'x','models':['x'],'fallbacks':['x'],'a':'-'}"
            })
    void replacementReachesEveryTextButModels(String request, String sent) throws IOException {
        assertThat(sent(replacement("x", "-"), Operation.CHAT_COMPLETIONS, json(request)))
                .isEqualTo(json(sent));
    }

    @Test
    void replacementWritesValidJsonWhateverItPutsIn() throws IOException {
        assertThat(sent(replacement("x", "\"}]\\\\"), Operation.CHAT_COMPLETIONS, "{\"a\":\"x\"}"))
                .isEqualTo("{\"a\":\"\\\"}]\\\\\"}");
    }

    @Test
    void replacementKeepsEveryByteWhereItFindsNothing() throws IOException {
        String request = "{ \"a\" : \"\\u0041\" , \"n\":1.0, \"d\":[[[[[{\"e\\u0061\":1.50}]]]]] }";

        assertThat(sent(replacement("x", "-"), Operation.CHAT_COMPLETIONS, request))
                .isEqualTo(request);
    }

    @Test
    void replacementKeepsDeepPartsWithoutAHit() throws IOException {
        String request = "{\"a\":\"x\",\"d\":[[[[[{\"e\\u0061\":1.50}]]]]]}";

        assertThat(sent(replacement("x", "-"), Operation.CHAT_COMPLETIONS, request))
                .isEqualTo(request.replace("\"x\"", "\"-\""));
    }

    @Test
    void replacementKnowsGroups() throws IOException {
        assertThat(sent(replacement("(\\w)x", "$1"), Operation.RESPONSES, "{\"a\":\"axbx\"}"))
                .isEqualTo("{\"a\":\"ab\"}");
    }

    @Test
    void wrongPropertiesStopTheStart() {
        assertThatThrownBy(() -> new TextReplacement().setPattern("("))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("The pattern \"(\" of a text replacement is no regular expression");
        assertThatThrownBy(() -> new SystemPrompt().setText(" \n")).isInstanceOf(SettingException.class);
        assertThatThrownBy(() -> new ModelNotAllowed().setModels("a/b,,c/d")).isInstanceOf(SettingException.class);
    }

    /** A rule that was forgotten half-way lets nothing through. */
    @Test
    void missingPropertiesLetNothingThrough() {
        assertThatThrownBy(() -> sent(new SystemPrompt(), Operation.RESPONSES, "{}"))
                .hasMessageContaining("no property text");
        assertThatThrownBy(() -> sent(new TextReplacement(), Operation.RESPONSES, "{}"))
                .hasMessageContaining("no property pattern");
        assertThat(new ModelNotAllowed().matches(request(Operation.RESPONSES, "{\"model\":\"a/b\"}")))
                .isTrue();
    }

    @Test
    void rulesInFrontOfTheOperationSayWhereTheyBelong() {
        Exchange early = Requests.withBody(Requests.bytes("{}"));

        assertThatThrownBy(() -> prompt("Rule.").process(early)).hasMessageContaining("openrouter-upstream-");
        assertThatThrownBy(() -> new ModelNotAllowed().matches(early)).hasMessageContaining("openrouter-upstream-");
    }

    /** The tries that follow choose among them. */
    @Test
    void rulesLeaveTheCandidatesAlone() throws IOException {
        Exchange exchange = request(Operation.RESPONSES, "{\"model\":\"a/one\",\"input\":\"x\"}");
        exchange.setProperty(OpenRouterConstants.CANDIDATE_MODELS, List.of("a/one", "b/two"));

        prompt("Rule.").process(exchange);
        listed().matches(exchange);

        assertThat(exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS)).isEqualTo(List.of("a/one", "b/two"));
    }

    @Test
    void whatHasNoBodyPasses() throws IOException {
        Exchange models = Requests.withBody(null);
        models.setProperty(OpenRouterConstants.OPERATION, Operation.MODELS);

        prompt("Rule.").process(models);

        assertThat(models.getMessage().getBody()).isNull();
        assertThat(new ModelNotAllowed().matches(models)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'a/one'}",
                "{'model':'b/any:free'}",
                "{'model':'openrouter/b/any'}",
                "{'model':'a/one','models':['b/x','a/one']}",
                "{'model':'a/one','fallbacks':[{'model':'b/x','max_tokens':5}]}"
            })
    void listedModelsAreListed(String body) {
        assertThat(listed().matches(request(Operation.MESSAGES, json(body)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'a/two'}",
                "{'model':'a/one '}",
                "{'model':'A/ONE'}",
                "{'model':'ba/one'}",
                "{'model':'openrouter/a/two'}",
                "{'model':'a/one','models':['a/two']}",
                "{'model':'a/one','models':'a/two'}",
                "{'model':'a/one','models':[['a/two']]}",
                "{'model':'a/one','fallbacks':[{'model':'a/two'}]}",
                "{'model':'a/one','f\\u0061llbacks':['a/two']}",
                "{'model':'a/one','fallbacks':[{'mod\\u0065l':'a/two'}]}",
                "{'model':'a/one','fallbacks':[{'model':'a/two','model':'a/one'}]}"
            })
    void otherModelsAreNot(String body) {
        assertThat(listed().matches(request(Operation.MESSAGES, json(body)))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "MODELS", mode = EnumSource.Mode.EXCLUDE)
    void lookingForModelsLeavesTheBodyAsItWas(Operation operation) {
        byte[] body = Requests.bytes("{ \"model\" : \"a/one\" }");
        Exchange exchange = Requests.withBody(body);
        exchange.setProperty(OpenRouterConstants.OPERATION, operation);

        listed().matches(exchange);

        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(body);
    }

    @Test
    void requestIsDecodedByTheFirstRuleOnly() throws IOException {
        Exchange exchange = request(Operation.CHAT_COMPLETIONS, "{\"model\":\"a/one\",\"messages\":[]}");

        listed().matches(exchange);
        Object decoded = exchange.getMessage().getBody();
        listed().matches(exchange);
        replacement("x", "-").process(exchange);

        assertThat(exchange.getMessage().getBody())
                .isInstanceOf(RequestBody.class)
                .isSameAs(decoded);
    }

    /** A wire tap, or a branch of a multicast, has the message that stood there before the rule. */
    @Test
    void ruleChangesNoMessageThatOthersHold() throws IOException {
        Exchange exchange = request(Operation.CHAT_COMPLETIONS, "{\"messages\":[U]}".replace("U", USER));
        listed().matches(exchange);
        Exchange tapped = exchange.copy();

        prompt("Rule.").process(exchange);
        replacement("Hi", "-").process(exchange);

        assertThat(tapped.getMessage().getBody(String.class)).isEqualTo("{\"messages\":[" + USER + "]}");
        assertThat(exchange.getMessage().getBody(String.class)).contains("Rule.", "\"-\"");
    }

    /** Behind the gateway source the request is as the client sent it. */
    @Test
    void lookingForModelsLeavesAStreamToBeRead() throws IOException {
        Exchange exchange = request(Operation.MESSAGES, "");
        exchange.getMessage().setBody(new ByteArrayInputStream(Requests.bytes("{\"model\":\"a/two\"}")));

        assertThat(listed().matches(exchange)).isTrue();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{\"model\":\"a/two\"}");
    }

    @Test
    void compressedRequestIsUnpackedOnce() throws IOException {
        Exchange exchange = compressed(gzip("{\"model\":\"a/two\"}"));

        assertThat(listed().matches(exchange)).isTrue();
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{\"model\":\"a/two\"}");
        assertThat(exchange.getMessage().getHeader(Exchange.CONTENT_ENCODING)).isNull();
    }

    @Test
    void compressedRequestIsRefusedWhenItUnpacksToMoreThanTheLimit() throws IOException {
        Exchange exchange = compressed(gzip(" ".repeat(2000) + "{\"model\":\"a/one\"}"));
        exchange.getContext().getPropertiesComponent().addInitialProperty("openrouter.max-request-bytes", "1KB");

        assertThatThrownBy(() -> listed().matches(exchange)).hasMessageContaining("larger than 1024 bytes");
        assertThatThrownBy(() -> prompt("Rule.").process(exchange)).hasMessageContaining("larger than 1024 bytes");
    }

    /** In a context of its own, whose settings the test may choose. */
    private static Exchange compressed(byte[] body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(OpenRouterConstants.OPERATION, Operation.MESSAGES);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(Exchange.CONTENT_ENCODING, "gzip");
        return exchange;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Requests.bytes(text));
        }
        return bytes.toByteArray();
    }

    private static ModelNotAllowed listed() {
        ModelNotAllowed predicate = new ModelNotAllowed();
        predicate.setModels("a/one, b/*");
        return predicate;
    }

    private static SystemPrompt prompt(String text) {
        SystemPrompt prompt = new SystemPrompt();
        prompt.setText(text);
        return prompt;
    }

    private static TextReplacement replacement(String pattern, String by) {
        TextReplacement replacement = new TextReplacement();
        replacement.setPattern(pattern);
        replacement.setReplacement(by);
        return replacement;
    }

    private static String sent(RequestRule rule, Operation operation, String body) throws IOException {
        Exchange exchange = request(operation, body);
        rule.process(exchange);
        return exchange.getMessage().getBody(String.class);
    }

    private static Exchange request(Operation operation, String body) {
        Exchange exchange = Requests.withBody(Requests.bytes(body));
        exchange.setProperty(OpenRouterConstants.OPERATION, operation);
        return exchange;
    }

    private static String json(String text) {
        return text.replace("U]", USER + "]").replace('\'', '"');
    }
}
