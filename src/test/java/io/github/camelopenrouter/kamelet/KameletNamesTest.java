/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.LogRecorder;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A property that a Kamelet of ours does not have is named, with the nearest; what others give theirs is not looked at. */
@Timeout(60)
class KameletNamesTest {

    private static final String NOWHERE = "http://127.0.0.1:1/api";

    @Test
    void areThoseOfTheFiles() {
        assertThat(KameletFile.all()).extracting(KameletFile::name).containsExactlyElementsOf(KameletNames.OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter-chat-action?modell=a/b, modell, model",
        "openrouter-chat-action?model=a/b&apikey=x, apikey, apiKey",
        "openrouter-embeddings-action?dimension=3, dimension, dimensions",
        "openrouter-models-action?outputs=ids, outputs, output",
        "openrouter-upstream-sink?operations=responses, operations, operation"
    })
    void ofARouteStopTheStart(String uri, String name, String near) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                KameletHost host = KameletHost.of(NOWHERE).asking(uri)) {
            assertThatThrownBy(host::start)
                    .rootCause()
                    .isInstanceOf(SettingException.class)
                    .hasMessage("The Kamelet " + uri.substring(0, uri.indexOf('?')) + " has no property \"" + name
                            + "\": did you mean " + near + "?");
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("ERROR"))
                    .singleElement()
                    .asString()
                    .contains("has no property \"" + name);
        }
    }

    @Test
    void ofASourceStopTheStartToo() throws Exception {
        try (KameletHost host = KameletHost.of(NOWHERE).with(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:openrouter-gateway-source?operation=messages&paht=/x")
                        .to("log:x");
            }
        })) {
            assertThatThrownBy(host::start).rootCause().hasMessageContaining("\"paht\": did you mean path?");
        }
    }

    @Test
    void ofAnAddressMadeForOneMessageFailThatMessage() throws Exception {
        try (KameletHost host = KameletHost.of(NOWHERE).with(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").toD("kamelet:openrouter-chat-action?${body}");
            }
        })) {
            Exchange failed = host.start().ask("modell=a/b");

            assertThat(ObjectHelper.getException(SettingException.class, failed.getException()))
                    .hasMessageContaining("did you mean model?");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model=a/b&api-key=x&max-tokens=3",
                "model=a/b&bridgeErrorHandler=true&noErrorHandler=true",
                "model=a/b&block=false&timeout=3",
                "location=classpath:kamelets/openrouter-chat-action.kamelet.yaml"
            })
    void thatCamelOrTheKameletKnowsPass(String parameters) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                KameletHost host = KameletHost.of(NOWHERE).asking("openrouter-chat-action/mine?" + parameters)) {
            assertThat(host.start().context.isStarted()).isTrue();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "camel.kamelet.openrouter-chat-action.apiky, camel.kamelet.openrouter-chat-action.apiKey",
        "camel.kamelet.openrouter-chat-action.mine.modell, camel.kamelet.openrouter-chat-action.mine.model",
        "camel.kamelet.openrouter-embeddings-action.api-kye, camel.kamelet.openrouter-embeddings-action.api-key",
        "camel.kamelet.openrouter-chat-acton.model, camel.kamelet.openrouter-chat-action.model"
    })
    void inAHostsPropertiesAreWarnedOfOnce(String key, String near) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                KameletHost host =
                        KameletHost.of(NOWHERE, key + "=canary").asking("openrouter-chat-action/mine?model=a/b")) {
            assertThat(host.start().context.isStarted()).isTrue();

            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains(key + ": did you mean " + near + "?")
                    .doesNotContain("canary");
        }
    }

    /** Camel's other way to give them, which leaves no trace among the properties. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofCamelsComponentAreWarnedOfAndStopNothing(boolean forAllSteps) throws Exception {
        Properties given = new Properties();
        given.setProperty("modell", "canary");
        KameletComponent component = new KameletComponent();
        component.setTemplateProperties(forAllSteps ? Map.of("openrouter-chat-action", given) : Map.of());
        component.setRouteProperties(forAllSteps ? Map.of() : Map.of("mine", given));
        try (LogRecorder log = LogRecorder.record();
                KameletHost host = KameletHost.of(NOWHERE)) {
            host.context.addComponent("kamelet", component);
            host.asking("openrouter-chat-action/mine?model=a/b");

            assertThat(host.start().context.isStarted()).isTrue();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .contains("modell of the Kamelet openrouter-chat-action", "did you mean model?")
                    .doesNotContain("canary");
        }
    }

    @Test
    void inTheEnvironmentAreToldWithTheNearest() {
        Set<String> variables = Set.of(
                "CAMEL_KAMELET_OPENROUTER_CHAT_ACTION_API_KYE",
                "CAMEL_KAMELET_OPENROUTER_CHAT_ACTION_COLOUR",
                "CAMEL_KAMELET_OPENROUTER_CHAT_ACTION_API_KEY",
                "CAMEL_KAMELET_OPENROUTER_CHAT_ACTION_MINE_MAX_TOKENS",
                "CAMEL_KAMELET_OPENROUTER_MODELS_ACTION_BASEURL",
                "CAMEL_KAMELET_OWN_ACTION_API_KYE",
                "PATH");

        try (KameletHost host = KameletHost.of(NOWHERE)) {
            assertThat(KameletNames.unknownInEnvironment(host.context, variables))
                    .containsExactly(
                            "Unknown Kamelet property CAMEL_KAMELET_OPENROUTER_CHAT_ACTION_API_KYE in the environment:"
                                    + " did you mean CAMEL_KAMELET_OPENROUTER_CHAT_ACTION_API_KEY?",
                            "Unknown Kamelet property CAMEL_KAMELET_OPENROUTER_CHAT_ACTION_COLOUR in the environment.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.kamelet.openrouter-chat-action.model=a/b",
                "camel.kamelet.openrouter-chat-action.api-key=x",
                "camel.kamelet.openrouter-chat-action.mine.max-tokens=3",
                "camel.kamelet.openrouter-billing-sink.account=3",
                "camel.kamelet.own-action.modell=x"
            })
    void ofAHostThatAreReadOrNoneOfOursAreNotSpokenOf(String property) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                KameletHost host = KameletHost.of(NOWHERE, property).asking("openrouter-chat-action/mine")) {
            assertThat(host.start().context.isStarted()).isTrue();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    @Test
    void ofAHostsOwnKameletAreItsOwn() throws Exception {
        try (KameletHost host = KameletHost.of(NOWHERE).with(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("own-action").from("kamelet:source").setBody(constant("its own"));
                from("direct:ask").to("kamelet:own-action?modell=x");
            }
        })) {
            assertThat(host.start().answer("Hello")).isEqualTo("its own");
        }
    }
}
