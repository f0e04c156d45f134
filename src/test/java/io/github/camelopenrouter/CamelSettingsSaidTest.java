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

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.standalone.Arguments;
import io.github.camelopenrouter.standalone.StandaloneGateway;
import io.github.camelopenrouter.testing.LogRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of Camel's own that the standalone gateway cannot use, or that would do something else than they say. */
@Timeout(60)
class CamelSettingsSaidTest {

    /** In one sentence, which names the setting. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.component.htpp.x=1 | camel.component.htpp.x names a component that is not there: did you mean"
                        + " camel.component.http.x?",
                "camel.dataformat.jakson.x=1 | camel.dataformat.jakson.x names a dataformat that is not there: did you mean"
                        + " camel.dataformat.jackson.x?",
                "camel.language.nothingLikeIt.x=1 | camel.language.nothingLikeIt.x names a language that is not there.",
                "camel.management.healthPath= | camel.management.healthPath has no value: complete it, or remove it.",
                "camel.server.enabled= | camel.server.enabled= would leave the gateway without a port to serve on: remove it.",
                "camel.server.enabled=yes | camel.server.enabled=yes would leave the gateway without a port to serve on: remove"
                        + " it.",
                "camel.beans.x=#class:nope.Nope | A setting cannot be used: there is no class nope.Nope.",
                "camel.server.host={{env:NOPE}} | camel.server.host cannot be used: Property with key [env:NOPE] using function"
                        + " [env] returned null value which is not allowed.",
                "camel.server.port={{nope}} | camel.server.port cannot be used: Property with key [nope] not found in"
                        + " properties.",
                "camel.server.port=9133x | camel.server.port (CAMEL_SERVER_PORT) is \"9133x\", but must be a whole number from"
                        + " 0 to 65535, where 0 means any free port."
            })
    void cannotBeUsed(String setting, String sentence) {
        assertThat(failure(setting)).isEqualTo(sentence);
    }

    @Test
    void isOnePortForBothServers() {
        assertThat(failure("camel.server.port=21222", "camel.management.enabled=true", "camel.management.port=21222"))
                .isEqualTo(
                        "camel.management.port and camel.server.port are both 21222, but the management port must be one of"
                                + " its own: change one of them.");
    }

    @ParameterizedTest
    @CsvSource({
        "camel.sevrer.port=1, Unknown setting camel.sevrer.port: did you mean camel.server.port?",
        "camel.mian.name=x, Unknown setting camel.mian.name: did you mean camel.main.name?",
        "camel.helth.exposure-level=x, Unknown setting camel.helth.exposure-level: did you mean camel.health.exposure-level?",
        "camel.resilience4.x=1, Unknown setting camel.resilience4.x: did you mean camel.resilience4j.x?",
        "opnrouter.queue-size=3, Unknown setting opnrouter.queue-size: did you mean openrouter.queue-size?",
        "openruoter.b.api-key=canary, Unknown setting openruoter.b.api-key: did you mean openrouter.b.api-key?",
        "OpenRouter.queue-size=3, Unknown setting OpenRouter.queue-size: did you mean openrouter.queue-size?",
        "camle.server.port=1, Unknown setting camle.server.port: did you mean camel.server.port?"
    })
    void hasAMistypedGroup(String setting, String sentence) {
        assertThat(failure(setting)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "camel.server.path=/gateway, write their paths into files in routes/",
        "camel.management.path=/ops, set camel.management.healthPath or camel.management.infoPath",
        "camel.health.enabled=false, set camel.management.healthCheckEnabled=false",
        "camel.main.auto-startup=False, remove it",
        "camel.context.autoStartup=false, remove it",
        "camel.server.useGlobalSslContextParameters=true, set openrouter.tls.certificate and openrouter.tls.key",
        "camel.server.use-global-ssl-context-parameters=true, set openrouter.tls.certificate and openrouter.tls.key",
        "camel.management.useGlobalSslContextParameters=true, the management port speaks plain HTTP",
        "camel.ssl.enabled=true, set openrouter.tls.certificate and openrouter.tls.key",
        "camel.ssl.key-store=/nope.p12, set openrouter.tls.certificate and openrouter.tls.key",
        "camel.management.healthPath=nope, must begin with a slash",
        "camel.management.info-path=nope, must begin with a slash",
        "camel.health.Enabled=FALSE, set camel.management.healthCheckEnabled=false",
        "camel.main.routes-exclude-pattern=**/chat*, put an empty file of its name into routes/",
        "camel.server.authenticationEnabled=true, set openrouter.auth=keys",
        "camel.server.authentication-enabled=true, or camel.server.basicPropertiesFile as well",
        "camel.management.authenticationEnabled=true, set camel.management.basicPropertiesFile as well",
        "camel.main.routesIncludePattern=file:no/such/*.yaml, 'names no/such, which is not there'"
    })
    void wouldNotDoWhatItSays(String setting, String advice) {
        assertThat(failure(setting)).contains(advice).endsWith(".").doesNotContain("\n");
    }

    /** As the page of settings tells which. */
    @ParameterizedTest
    @MethodSource("documented")
    void isRefusedAsDocumented(String setting) {
        String key = setting.replaceFirst("=.*", "");
        assertThat(failure(setting)).startsWith(key).contains(": ").endsWith(".");
    }

    static List<String> documented() throws IOException {
        List<String> refused = Pattern.compile("(?m)^\\| `(camel\\.[^`]+)`.*: refused \\|")
                .matcher(Files.readString(Path.of("src/docs/settings.md")))
                .results()
                .map(row -> row.group(1).contains("=") ? row.group(1) : row.group(1) + "=/elsewhere")
                .toList();
        assertThat(refused).hasSize(9);
        return refused;
    }

    @ParameterizedTest
    @CsvSource({
        "camel.server.maxBodySize=10, openrouter.max-request-bytes does",
        "camel.server.max-body-size=10, openrouter.max-request-bytes does",
        "'camel.main.routesIncludePattern=classpath:openrouter/routes/chat-completions.camel.yaml', put files into routes/"
    })
    void isWarnedOfWhereItMayBeMeantForOthers(String setting, String advice) {
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = TestGateway.sandbox(setting)) {
            assertThat(gateway.context().isStarted()).isTrue();
            log.assertOneWarning(advice);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.server.path=/",
                "camel.health.enabled=true",
                "camel.server.authenticationEnabled=false",
                "camel.main.autoStartup=true",
                "camel.ssl.enabled=false",
                "openrouter2.queue-size=3",
                "camel.my.own=1",
                "camel.variable.mine=1",
                "camel.kamelet.my-own-action.x=1"
            })
    void isFineWhereItChangesNothing(String setting) {
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = TestGateway.sandbox(setting)) {
            assertThat(gateway.context().isStarted()).isTrue();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN") && line.contains("camel."));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "camel.management.healthPath=/up, /up",
        "camel.management.health-path=/up, /up",
        "camel.management.infoPath=/about, /observe/health",
        "camel.management.healthCheckEnabled=false, /"
    })
    void isShownWhereHealthIsTold(String setting, String path) {
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway =
                        TestGateway.sandbox("camel.management.enabled=true", "camel.management.port=0", setting)) {
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("listens on"))
                    .singleElement()
                    .asString()
                    .contains("management on " + gateway.managementUri(path) + ",");
        }
    }

    private static String failure(String... properties) {
        Arguments arguments = new Arguments(true, false, false, false);
        Main main = new Main();
        StandaloneGateway gateway = new StandaloneGateway(arguments);
        try (gateway) {
            CamelOpenRouter.configure(main, arguments);
            main.addOverrideProperty("openrouter.data-dir", "");
            main.addOverrideProperty("camel.server.port", "0");
            main.addOverrideProperty("camel.management.enabled", "false");
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
}
