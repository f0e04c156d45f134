/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.standalone.Arguments;
import io.github.camelopenrouter.standalone.StandaloneGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a file of routes: the start ends with one sentence that begins with its name. */
@Timeout(120)
class UnusableRouteFilesTest {

    private static final String FILE = "routes/mine.camel.yaml";
    private static final String CHAT = "openrouter-door-chat-completions";

    @TempDir
    private Path directory;

    record Mistake(String name, String yaml, String sentence) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Mistake> mistakes() {
        return List.of(
                new Mistake(
                        "a template that there is not",
                        templated("openrouter-door-chat-completion", "path", "/mine"),
                        "cannot be used: the route mine is of the template \"openrouter-door-chat-completion\", which there"
                                + " is not: did you mean " + CHAT + "?"),
                new Mistake(
                        "a misspelt parameter",
                        templated(CHAT, "paht", "/mine"),
                        "cannot be used: the route mine has the parameter \"paht\", which its template " + CHAT
                                + " does not know: did you mean path?"),
                new Mistake(
                        "a parameter too many",
                        templated(CHAT, "path", "/mine") + "      - {name: provider, value: openai}",
                        "cannot be used: the route mine has the parameter \"provider\", which its template " + CHAT
                                + " does not know, but path, vendor."),
                new Mistake(
                        "a missing parameter",
                        templated(CHAT, "vendor", "openai"),
                        "cannot be used: the route mine lacks the parameter \"path\", which its template " + CHAT
                                + " needs."),
                new Mistake(
                        "a template's path without a slash",
                        templated(CHAT, "path", "mine/v1"),
                        "cannot be used: the path \"mine/v1\" must begin with a slash, as in \"/mine/v1\"."),
                new Mistake(
                        "a path without a slash",
                        route("platform-http:mine", "setBody: {constant: x}"),
                        "cannot be used: the path \"mine\" must begin with a slash, as in \"/mine\"."),
                new Mistake(
                        "a gateway source's path without a slash",
                        route("kamelet:openrouter-gateway-source?operation=models&path=mine", "stop: {}"),
                        "cannot be used: The Kamelet property path is \"mine\", but must begin with a slash."),
                new Mistake(
                        "a gateway source of an unknown operation",
                        route("kamelet:openrouter-gateway-source?operation=chatt", "stop: {}"),
                        "cannot be used: The Kamelet property operation is \"chatt\", but must be one of chat-completions,"
                                + " responses, completions, embeddings, messages, count-tokens, models, model, anthropic-models,"
                                + " anthropic-model, health."),
                new Mistake(
                        "a gateway source of two operations",
                        route("kamelet:openrouter-gateway-source?operation=models,messages&path=/w", "stop: {}"),
                        "cannot be used: The Kamelet property operation is \"models,messages\", but must be one of"
                                + " chat-completions, responses, completions, embeddings, messages, count-tokens, models,"
                                + " model, anthropic-models, anthropic-model, health."),
                new Mistake(
                        "a step that calls no operation",
                        route("platform-http:/mine", "to: direct:openrouter-chat-completion"),
                        "cannot be used: it calls direct:openrouter-chat-completion, and no route of that name is there: did"
                                + " you mean direct:openrouter-chat-completions?"),
                new Mistake(
                        "a step that calls no operation, in a filter and with options",
                        route(
                                "platform-http:/mine",
                                "filter: {constant: \"true\", steps: [{to: {uri: direct, parameters:"
                                        + " {name: openrouter-b-modells, timeout: 5}}}]}"),
                        "cannot be used: it calls direct:openrouter-b-modells, and no route of that name is there: did you"
                                + " mean direct:openrouter-models?"),
                new Mistake(
                        "a gateway source of an unknown gateway",
                        route("kamelet:openrouter-gateway-source?operation=models&path=/m&instance=x", "stop: {}"),
                        "cannot be used: The Kamelet property instance is \"x\", but there is no gateway of that name:"
                                + " correct it, or set openrouter.x.api-key."),
                new Mistake(
                        "a Kamelet without what it needs",
                        route("kamelet:openrouter-gateway-source?path=/mine", "stop: {}"),
                        "cannot be used: the Kamelet openrouter-gateway-source needs the property operation."),
                new Mistake(
                        "a Kamelet that there is not",
                        route("direct:mine", "to: kamelet:openrouter-chat-acton"),
                        "cannot be used: there is no Kamelet openrouter-chat-acton."),
                new Mistake(
                        "a missing resource",
                        route("direct:mine", "setBody: {constant: \"resource:classpath:nowhere.txt\"}"),
                        "cannot be used: its route mine fails with Cannot find resource: classpath:nowhere.txt for URI:"
                                + " classpath:nowhere.txt."),
                new Mistake(
                        "a bean that there is not",
                        route("direct:mine", "process: {ref: nobody}"),
                        "cannot be used: its route mine fails with No bean could be found in the registry for: nobody of"
                                + " type: org.apache.camel.Processor."),
                new Mistake(
                        "an unknown scheme",
                        route("nonsense:mine", "stop: {}"),
                        "cannot be used: its route mine fails with there is no component for endpoints of the scheme"
                                + " nonsense."),
                new Mistake(
                        "a misspelt scheme",
                        route("platfrom-http:/mine", "stop: {}"),
                        "cannot be used: its route mine fails with there is no component for endpoints of the scheme"
                                + " platfrom-http: did you mean platform-http?"),
                new Mistake(
                        "a step that is like none",
                        route("direct:mine", "nothingLikeIt: {}"),
                        "cannot be used: Unknown node id: nothingLikeIt in line 6, column 11."),
                new Mistake(
                        "an option that an endpoint has not",
                        route("direct:mine", "to: direct:yours?pasword=canary"),
                        "cannot be used: its route mine fails with the endpoint direct://yours has no option pasword."),
                new Mistake(
                        "an unknown step",
                        route("direct:mine", "setBodyy: {constant: x}"),
                        "cannot be used: Unknown node id: setBodyy in line 6, column 11: did you mean setBody?"),
                new Mistake(
                        "an unknown option of a step",
                        route("direct:mine", "setBody: {constnt: x}"),
                        "cannot be used: Unsupported field: constnt in line 6, column 30."),
                new Mistake(
                        "broken YAML",
                        "- route:\n    id: mine\n   from: [\n",
                        "cannot be used: expected <block end>, but found '<block mapping start>' in line 3, column 4."),
                new Mistake(
                        "a wrong property of a bean",
                        bean("io.github.camelopenrouter.rules.ModelNotAllowed", "modles"),
                        "cannot be used: a bean of the type io.github.camelopenrouter.rules.ModelNotAllowed has no property"
                                + " modles: did you mean models?"),
                new Mistake(
                        "a class that there is not",
                        bean("io.github.camelopenrouter.rules.ModelNotAlowed", "models"),
                        "cannot be used: there is no class io.github.camelopenrouter.rules.ModelNotAlowed."),
                new Mistake(
                        "nothing at all", "\n", "is empty: put routes into it, or a comment if it shall have none."),
                new Mistake(
                        "no list",
                        "route:\n  id: mine\n  from: {uri: \"direct:mine\", steps: []}\n",
                        "is no list of routes: each begins with a dash in the first column, as in \"- route:\"."),
                new Mistake(
                        "an id twice",
                        templated(CHAT, "path", "/a") + templated(CHAT, "path", "/b"),
                        "has the route id" + " mine twice: give each one of its own."),
                new Mistake(
                        "an id of a step twice",
                        route("direct:mine", "stop: {id: x}") + "        - stop: {id: x}\n",
                        "cannot be used: Failed to start route: mine because: Duplicate id detected: x. Please correct ids"
                                + " to be unique among all your routes."),
                new Mistake(
                        "a path twice",
                        route("platform-http:/mine", "stop: {}")
                                + route("platform-http:/mine", "stop: {}").replace("id: mine", "id: yours"),
                        "has the path /mine twice: give each one of its own."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void areNamedAndSayWhatIsWrong(Mistake mistake) throws Exception {
        write("mine.camel.yaml", mistake.yaml());

        assertThat(failure()).isEqualTo(FILE + " " + mistake.sentence());
    }

    /** Camel does not say which of the two it was. */
    @Test
    void areBothNamedWhereEitherMayBeWrong() throws Exception {
        write("mine.camel.yaml", route("kamelet:openrouter-gateway-source?path=/mine", "stop: {}"));
        write(
                "yours.camel.yaml",
                route("kamelet:openrouter-gateway-source?operation=models&path=/y", "stop: {}")
                        .replace("id: mine", "id: yours"));

        assertThat(failure())
                .isEqualTo(
                        FILE + " or routes/yours.camel.yaml cannot be used: the Kamelet openrouter-gateway-source needs"
                                + " the property operation.");
    }

    /** What Camel takes for the kind of a file is all behind the first dot of its name. */
    @Test
    void areNoneThatHaveDotsInTheirNames() throws Exception {
        write("10.mine.camel.yaml", route("direct:mine", "setBodyy: {constant: x}"));

        assertThat(failure()).startsWith("routes/10.mine.camel.yaml cannot be used: Unknown node id: setBodyy");
    }

    /** Camel makes the Kamelets of all files together, with whichever file comes next. */
    @Test
    void areTheOnesWithTheKameletAndNotTheOneThatCamelWasAt() throws Exception {
        write("pipe.yaml", kamelet("temperature=hot"));
        write("a.camel.yaml", route("direct:yours", "stop: {}").replace("id: mine", "id: yours"));
        write("z.camel.yaml", kamelet("maxTokens=5").replace("mine", "theirs"));

        assertThat(failure())
                .startsWith(
                        "routes/pipe.yaml cannot be used: The Kamelet property temperature is \"hot\", but must be");
    }

    @Test
    void arePipesToo() throws Exception {
        write("pipe.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: mine}
                spec:
                  source: {uri: "direct:mine"}
                  steps:
                    - ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: openrouter-chat-action}
                      properties: {model: a/b, temperature: hot}
                  sink: {uri: "log:mine"}
                """);

        assertThat(failure())
                .startsWith(
                        "routes/pipe.yaml cannot be used: The Kamelet property temperature is \"hot\", but must be");
    }

    @Test
    void areFoundByTheNameThatTheirKameletDoesNotKnow() throws Exception {
        write("mine.camel.yaml", kamelet("systmPrompt=x"));
        write("yours.camel.yaml", kamelet("maxTokens=5").replace("mine", "yours"));

        assertThat(failure())
                .isEqualTo(FILE + " cannot be used: The Kamelet openrouter-chat-action has no property \"systmPrompt\":"
                        + " did you mean systemPrompt?");
    }

    @Test
    void areFoundByThePropertyThatHasItsValueFromElsewhere() throws Exception {
        write("mine.camel.yaml", kamelet("temperature={{my.temperature}}"));
        write("yours.camel.yaml", kamelet("maxTokens=5").replace("mine", "yours"));

        assertThat(failure("my.temperature=hot"))
                .startsWith(FILE + " cannot be used: The Kamelet property temperature is \"hot\", but must be");
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> placesOfSecrets() {
        return Stream.of(
                        route("direct:mine", "to: \"direct:yours?{{my.password}}=x\""),
                        route("direct:mine", "to: \"direct:{{my.password}}:{{my.host}}\""),
                        route("direct:mine", "to: \"nonsense:{{my.password}}@host\""),
                        route("{{my.password}}:mine", "stop: {}"),
                        route("platform-http:{{my.password}}", "stop: {}"),
                        route("direct:mine", "setBody: {simple: \"${nonsense {{my.password}}\"}"),
                        route("direct:mine", "setBody: {jsonpath: \"$[{{my.password}}\"}"),
                        route("direct:mine", "setBody: {constant: \"resource:classpath:{{my.password}}\"}"),
                        route("direct:mine", "process: {ref: \"{{my.password}}\"}"),
                        route("direct:mine", "threads: {poolSize: \"{{my.password}}\"}"),
                        route("direct:mine", "throwException: {message: x, exceptionType: \"{{my.password}}\"}"),
                        kamelet("{{my.password}}=x"),
                        bean("{{my.password}}", "models"),
                        bean("io.github.camelopenrouter.rules.ModelNotAllowed", "\"{{my.password}}\""))
                .flatMap(yaml -> Stream.of("sk-pa}}ss-canary", "canary", "a%2Fcanary&b=c")
                        .map(secret -> arguments(yaml, secret)));
    }

    @ParameterizedTest
    @MethodSource("placesOfSecrets")
    void areNamedWithoutWhatAPlaceholderStandsFor(String yaml, String secret) throws Exception {
        write("mine.camel.yaml", yaml);

        assertThat(failure("my.password=" + secret)).doesNotContain("canary").startsWith(FILE + " ");
    }

    @Test
    void areNamedWithWhatTheirAuthorWrote() throws Exception {
        write("mine.camel.yaml", route("direct:mine", "process: {ref: \"nobody-4\"}"));

        assertThat(failure()).contains(": nobody-4 of type");
    }

    @Test
    void saysThatBracesAreMissing() throws Exception {
        write("mine.camel.yaml", route("direct:mine", "to: \"direct:{{my.password}}\""));

        assertThat(failure("my.password=a}}b"))
                .isEqualTo(FILE + " cannot be used: its route mine fails with a text, or the value of a property in it,"
                        + " lacks {{.");
    }

    private String failure(String... properties) throws Exception {
        Arguments arguments = new Arguments(true, false, false, false);
        Main main = new Main();
        StandaloneGateway gateway = new StandaloneGateway(arguments);
        try (gateway) {
            CamelOpenRouter.configure(main, arguments);
            main.addOverrideProperty("openrouter.data-dir", "");
            main.addOverrideProperty("camel.server.port", "0");
            main.addOverrideProperty("camel.management.enabled", "false");
            main.addOverrideProperty(
                    "camel.main.routesIncludePattern",
                    "file:" + directory.resolve("routes") + "/*.yaml,classpath:openrouter/routes/*.yaml");
            for (String property : properties) {
                main.addOverrideProperty(property.split("=", 2)[0], property.split("=", 2)[1]);
            }
            main.addMainListener(gateway);
            Exception failure = gateway.explain(main, catchException(main::run));
            assertThat(failure).isInstanceOf(SettingException.class);
            return failure.getMessage();
        } finally {
            main.stop();
        }
    }

    private void write(String file, String yaml) throws Exception {
        Files.writeString(Files.createDirectories(directory.resolve("routes")).resolve(file), yaml);
    }

    private static String templated(String template, String parameter, String value) {
        return """
                - templatedRoute:
                    routeTemplateRef: %s
                    routeId: mine
                    parameters:
                      - name: %s
                        value: %s
                """.formatted(template, parameter, value);
    }

    private static String route(String uri, String step) {
        return """
                - route:
                    id: mine
                    from:
                      uri: "%s"
                      steps:
                        - %s
                """.formatted(uri, step);
    }

    private static String kamelet(String properties) {
        String uri = "kamelet:openrouter-chat-action?model=a/b&" + properties;
        return route("direct:mine", "to: \"" + uri + "\"");
    }

    private static String bean(String type, String property) {
        return """
                - beans:
                    - name: mine
                      type: %s
                      properties:
                        %s: a/b
                """.formatted(type, property);
    }
}
