/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.LogRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host has set wrongly is said when it starts, and not at the first call or never. */
@Timeout(60)
class SaidAtStartTest {

    private static final RouteBuilder KAMELET = kamelet("openrouter-chat-action?model=a/b");

    @Test
    void unknownSettingIsWarnedOfOnceWhereTheRoutesAre() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with(
                                "openrouter.api-key=any", "openrouter.timeout.conect=canary")
                        .add(new OpenRouterRoutes())) {
            host.start();
            log.assertOneWarning("Unknown setting openrouter.timeout.conect: did you mean openrouter.timeout.connect?");
        }
    }

    @Test
    void unknownSettingIsWarnedOfOnceWhereKameletsAre() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host =
                        HostApplication.with("openrouter.api-kye=canary").add(KAMELET)) {
            host.start();
            log.assertOneWarning("Unknown setting openrouter.api-kye: did you mean openrouter.api-key?");
        }
    }

    @Test
    void hostThatUsesNothingOfOursHearsNothingOfNamesThatMayBeItsOwn() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with("openrouter.model=own", "openrouter.retry.much=many")
                        .add(new RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:own").to("log:own");
                            }
                        })) {
            host.start();
            assertThat(host.context().isStarted()).isTrue();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter-chat-action?model=a/b, openrouter.retry.attempts=many, openrouter.retry.attempts is",
        "openrouter-models-action, openrouter.auth.keys=canary, openrouter.auth.keys has a wrong value",
        "openrouter-upstream-sink?operation=messages, openrouter.truststore=/nowhere.pem, openrouter.truststore",
        "openrouter-chat-action?model=a/b&instance=b, openrouter.b.timeout.idle=soon, openrouter.b.timeout.idle is",
        "openrouter-chat-action?model=a/b&apiKey=own, openrouter.retry.delay=soon, openrouter.retry.delay is",
        "openrouter-chat-action?model=a/b&baseUrl=nowhere, openrouter.app-title=x, The Kamelet property baseUrl is",
        "openrouter-chat-action?model=a/b&instance=teem, openrouter.team.api-key=x, there is no gateway of that name"
    })
    void settingThatCannotWorkStopsAHostWithKameletsOnly(String kamelet, String setting, String sentence)
            throws Exception {
        try (MainHost host = MainHost.with(setting, "openrouter.api-key=any")) {
            assertThatThrownBy(() -> host.start(kamelet(kamelet)))
                    .rootCause()
                    .hasMessageContaining(sentence)
                    .hasMessageNotContaining("canary");
            assertThat(host.context().isStarted()).isFalse();
        }
    }

    /** The gateway would find out at its first call only. */
    @ParameterizedTest
    @CsvSource({
        "openrouter-chat-action?model=a/b, openrouter.api-key-file=/nope, openrouter.api-key-file",
        "openrouter-models-action, openrouter.api-key=file:/nope, openrouter.api-key",
        "openrouter-models-action, openrouter.auth.keys=file:/nope, openrouter.auth.keys",
        "openrouter-models-action?instance=b, openrouter.b.api-key-file=/nope, openrouter.b.api-key-file",
        "openrouter-models-action?apiKey=file:/nope, openrouter.app-title=x, openrouter.api-key"
    })
    void secretThatCannotBeReadStopsAHostWithKameletsOnly(String kamelet, String setting, String key) throws Exception {
        try (MainHost host = MainHost.with(setting)) {
            assertThatThrownBy(() -> host.start(kamelet(kamelet)))
                    .rootCause()
                    .hasMessage(key + " names the file \"/nope\", which cannot be read.");
            assertThat(host.context().isStarted()).isFalse();
        }
    }

    @Test
    void secretThatIsNotNeededInTheSandboxStopsNothing() throws Exception {
        try (HostApplication host = HostApplication.with("openrouter.sandbox=true", "openrouter.api-key=file:/nope")
                .add(KAMELET)
                .start()) {
            assertThat(host.context().isStarted()).isTrue();
        }
    }

    /** As the page of errors says. */
    @Test
    void gatewayThatCanNoLongerBeMadeFailsTheCallWithItsSentence(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "sk-or-v1-x");
        try (HostApplication host = HostApplication.with("openrouter.api-key-file=" + file)
                .add(KAMELET)
                .start()) {
            Files.delete(file);

            Exception failure = host.context()
                    .createProducerTemplate()
                    .request("direct:ask", call -> call.getMessage().setBody("Hi"))
                    .getException();

            assertThat(failure)
                    .isInstanceOf(SettingException.class)
                    .hasMessage("openrouter.api-key-file names the file \"" + file + "\", which cannot be read.");
        }
    }

    /** Camel would wrap it in seven exceptions of its own. */
    @ParameterizedTest
    @CsvSource({
        "openrouter-chat-action?model=a/b&temperature=hot, a=b, 'temperature is \"hot\", but must be a number.'",
        "openrouter-embeddings-action?model=a/b&dimensions=0, a=b, 'dimensions is \"0\", but must be a whole number from 1 on.'",
        "openrouter-chat-action?model=a/b&systemPrompt=resource:classpath:none, a=b, 'systemPrompt is \"resource:classpath:none\", which cannot be read.'",
        "openrouter-chat-action?model=a/b&instance=b&apiKey=own, a=b, instance excludes apiKey and baseUrl",
        "openrouter-chat-action?model=a/b&apiKey=ca*nary, a=b, 'apiKey has a wrong value, which is not shown'",
        "openrouter-chat-action?model=a/b&baseUrl=ftp://x, a=b, 'baseUrl is \"ftp://x\", but must be an absolute http'",
        "openrouter-chat-action?model=a/b, camel.kamelet.openrouter-chat-action.temperature=hot, temperature is \"hot\"",
        "openrouter-chat-action?model=a/b, camel.kamelet.openrouter-chat-action.base-url=nowhere, baseUrl is \"nowhere\"",
        "openrouter-chat-action?model=a/b, camel.kamelet.openrouter-chat-action.api-key={{my.canary}}, apiKey holds a placeholder"
    })
    void valueThatAKameletCannotTakeIsSaidOnTop(String kamelet, String setting, String sentence) throws Exception {
        try (MainHost host = MainHost.with(setting, "openrouter.api-key=any")) {
            assertThatThrownBy(() -> host.start(kamelet(kamelet)))
                    .hasMessageContaining("The Kamelet property " + sentence)
                    .hasMessageNotContaining("canary")
                    .hasMessageNotContaining("openrouter.");
            assertThat(host.context().isStarted()).isFalse();
        }
    }

    @Test
    void wrongValueThatIsAddedLaterIsRefusedAtOnce() throws Exception {
        try (HostApplication host = HostApplication.with().start()) {
            assertThatThrownBy(() -> host.add(kamelet("openrouter-chat-action?model=a/b&maxTokens=few")))
                    .rootCause()
                    .hasMessage("The Kamelet property maxTokens is \"few\", but must be a number.");
        }
    }

    @Test
    void gatewayOfAKameletIsNotMadeForThat() throws Exception {
        try (HostApplication host =
                HostApplication.with("openrouter.api-key=any").add(KAMELET).start()) {
            assertThat(host.context().getRoute("openrouter-attempt")).isNull();
        }
    }

    @Test
    void kameletMayNameAGatewayWhoseRoutesComeLater() throws Exception {
        try (HostApplication host = HostApplication.with("openrouter.b.api-key=any")
                .add(kamelet("openrouter-chat-action?model=a/b&instance=b"))
                .add(new OpenRouterRoutes("b"))
                .start()) {
            assertThat(host.context().isStarted()).isTrue();
        }
    }

    @Test
    void routeThatIsAddedLaterIsRefusedAtOnce() throws Exception {
        try (HostApplication host =
                HostApplication.with("openrouter.retry.attempts=many").start()) {
            assertThatThrownBy(() -> host.add(KAMELET))
                    .rootCause()
                    .hasMessageContaining("openrouter.retry.attempts is \"many\"");
        }
    }

    @Test
    void settingsOfAGatewayThatNobodyOpensAreWarnedOf() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with("openrouter.b.api-key=canary")) {
            host.start();
            log.assertOneWarning("openrouter.b.*", "set openrouter.b.routes.enabled=true", "instance=b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter.b.routes.enabled=true", "camel.kamelet.openrouter-chat-action.instance=b"})
    void settingsOfAGatewayThatIsOpenedAreNot(String opening) throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with("openrouter.b.api-key=any", opening)
                        .add(KAMELET)) {
            host.start();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
        }
    }

    /** Its Kamelet has no route before the first exchange. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kamelet:openrouter-chat-action?model=a/b&instance=b",
                "kamelet:openrouter-chat-action?instance=${header.team}&model=a/b",
                "kamelet:openrouter-upstream-sink?operation=${header.operation}&instance=RAW(b)"
            })
    void settingsOfAGatewayThatADynamicStepMayOpenAreNot(String uri) throws Exception {
        for (RouteBuilder step : List.of(dynamic(uri), listed(uri))) {
            try (LogRecorder log = LogRecorder.record();
                    HostApplication host =
                            HostApplication.with("openrouter.b.api-key=any").add(step)) {
                host.start();
                assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
            }
        }
    }

    @Test
    void settingsOfAGatewayThatADynamicStepDoesNotNameAreWarnedOf() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host = HostApplication.with("openrouter.b.api-key=canary")
                        .add(dynamic("kamelet:openrouter-chat-action?model=${header.m}&instance=bb"))) {
            host.start();
            log.assertOneWarning("openrouter.b.*", "which nothing opens");
        }
    }

    @Test
    void nameThatNoGatewayCanHaveIsSaid() throws Exception {
        try (LogRecorder log = LogRecorder.record();
                HostApplication host =
                        HostApplication.with("openrouter.team-b.api-key=canary").add(KAMELET)) {
            host.start();
            log.assertOneWarning("openrouter.team-b.api-key", "lower-case letters and digits");
        }
    }

    private static RouteBuilder kamelet(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("kamelet:" + uri);
            }
        };
    }

    private static RouteBuilder dynamic(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").choice().when(simple("${body}")).toD(uri);
            }
        };
    }

    private static RouteBuilder listed(String uris) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").recipientList(simple(uris));
            }
        };
    }
}
