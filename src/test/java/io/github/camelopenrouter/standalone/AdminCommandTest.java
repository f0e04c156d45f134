/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.FakeBudgets;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --admin} speaks to the gateway that runs. */
@Timeout(60)
class AdminCommandTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path data;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.sandbox(
                "camel.management.enabled=true",
                "camel.management.port=0",
                "data-dir=" + data,
                "store.url=h2",
                "policy=store",
                "auth.keys=mine=" + "c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1");
        new OneRequest(gateway.port())
                .post(Door.CHAT.path(), Door.CHAT.plain(), "x-request-id: mine:1", "x-api-key: my-client-key");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "usage, /rows",
        "calls, /calls",
        "settings, /settings",
        "breakers, /breakers",
        "cooldowns, /cooldowns",
        "reload, /reloaded"
    })
    void printsWhatTheGatewayAnswers(String what, String list) throws Exception {
        String printed = run("", what);

        assertThat(JSON.readTree(printed).at(list).isArray()).isTrue();
        assertThat(printed).endsWith("\n");
    }

    @Test
    void passesItsOptionsOn() throws Exception {
        JsonNode calls = JSON.readTree(run("", "calls", "--request-id", "mine:1", "--limit", "3"));

        assertThat(calls.path("calls")).hasSize(1);
        assertThat(run("", "usage", "--group", "model,day", "--format", "csv")).startsWith("model,day,calls,");
    }

    @Test
    void takesItsTokenFromAFileOrFromWhatComesIn() throws Exception {
        String token = Files.readString(data.resolve("admin-token"));
        AdminToken wrong = AdminToken.create();

        assertThat(run(token, "breakers", "--token-file", "-")).contains("breakers");
        assertThat(run(
                        "",
                        "breakers",
                        "--token-file",
                        data.resolve("admin-token").toString()))
                .contains("breakers");
        assertThatThrownBy(() -> run("", "breakers", "--token-file", wrong.path()))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("The gateway refuses with 401: Here the admin token is needed")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> run("", "breakers", "--token-file", "-")).hasMessageContaining("standard input");
        assertThatThrownBy(() -> run("", "breakers", "--token-file", "none"))
                .hasMessageStartingWith("--token-file names the file \"none\"");
    }

    @Test
    void saysThatTheSandboxHasATokenOfItsOwnWhereAnotherIsRefused(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("admin-token"), "canary".repeat(8));
        assertThatThrownBy(() -> ask(directory, "", "breakers"))
                .hasMessageStartingWith("The gateway refuses with 401: ")
                .hasMessageNotContaining("--sandbox");
        Files.createDirectory(directory.resolve("sandbox"));
        Files.copy(data.resolve("admin-token"), directory.resolve("sandbox/admin-token"));

        assertThatThrownBy(() -> ask(directory, "", "breakers"))
                .hasMessageStartingWith("The gateway refuses with 401: ")
                .hasMessageEndingWith(" add --sandbox to use that.")
                .hasMessageNotContaining("canary");
    }

    @Test
    void saysWhyItIsRefused() {
        assertThatThrownBy(() -> run("", "usage", "--group", "colour"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("The gateway refuses with 400: \"colour\" is nothing to group by");
    }

    @Test
    void drainsTheGatewayAndTakesThatBack() throws Exception {
        assertThat(run("", "drain", "--within", "5m")).contains("\"draining\":true");
        assertThat(run("", "drain", "show")).contains("\"draining\":true");
        assertThat(run("", "drain", "end")).contains("\"draining\":false");
        assertThatThrownBy(() -> run("", "drain", "--within", "soon"))
                .hasMessageStartingWith("The gateway refuses with 400: The body must be {\"within\":\"5m\"}");
    }

    @Test
    void endsACooldown() {
        assertThatThrownBy(() -> run("", "cooldowns", "end", "no such key"))
                .isInstanceOf(SettingException.class)
                .hasMessage("The gateway refuses with 404: No key of this label is in cooldown.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drain now",
                "drain end --within 5m",
                "drain show more",
                "drain --group team",
                "cooldowns end",
                "cooldowns end one two",
                "cooldowns team-b",
                "cooldowns --within 5m"
            })
    void saysWhichWordsOperatorsHave(String words) {
        assertThatThrownBy(() -> AdminCommand.parse(List.of(words.split(" "))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(
                        "use drain [--within 5m], drain show, drain end, cooldowns or cooldowns end <label>.");
    }

    @Test
    void makesAndChangesWhatThePolicyHas() throws Exception {
        Path file = Files.writeString(data.resolve("team.json"), "{\"models\":[\"openai/*\"]}");

        assertThat(run("", "teams", "set", "support", file.toString())).contains("\"name\":\"support\"");
        assertThat(run("{\"teams\":[\"support\"]}", "users", "set", "ada@example.org", "-"))
                .contains("\"name\":\"ada@example.org\"");
        String made = run("", "keys", "create", "--label", "bot", "--team", "support", "--models", "openai/a,openai/b");
        assertThat(JSON.readTree(made).path("key").textValue()).startsWith("ork-");
        assertThat(JSON.readTree(made).path("models")).hasSize(2);
        assertThat(run("", "keys", "list", "--team", "support")).contains("\"bot\"");
        assertThat(JSON.readTree(run("", "keys", "create", "--no-team", "--label", "free"))
                        .has("team"))
                .isFalse();
        assertThat(run("", "keys", "rotate", "bot", "--overlap", "1h")).contains("\"until\"");
        assertThat(run("", "keys", "disable", "bot")).contains("\"disabled\":true");
        assertThat(run("", "policy", "export")).contains("\"support\"", "\"ada@example.org\"");
        assertThat(run("", "keys", "delete", "bot")).isEmpty();
        assertThatThrownBy(() -> run("", "keys", "show", "bot"))
                .hasMessage("The gateway refuses with 404: There is no such key.");
        assertThatThrownBy(() -> run("", "teams", "set", "support", "nowhere.json"))
                .hasMessageContaining("cannot read the file");
    }

    @Test
    void showsBudgetsAsATableAndAdjustsThem() throws Exception {
        new FakeBudgets()
                .with("organisation", "", "total", "1000", "0")
                .with("team", "support", "month", "500", "12.5", "0.01", "1")
                .bindTo(gateway.context());

        assertThat(run("", "budgets")).isEqualTo("""
                scope         name     period  limit  spent  held  pending  remaining  renews
                organisation  -        total    1000      0     0        0       1000  -
                team          support  month     500   12.5  0.01        1     486.49  2026-12-01T00:00:00Z
                """);
        assertThat(run("", "budgets", "--scope", "team", "--format", "json"))
                .startsWith("{\"budgets\":[{\"scope\":\"team\"");
        assertThat(run("", "budgets", "--limit", "1")).endsWith("There are more: add --after 'organisation//total'.\n");
        assertThat(run("", "budgets", "--limit", "1", "--after", "organisation//total"))
                .contains("support")
                .doesNotContain("There are more");
        assertThat(run("", "budgets", "--scope", "user")).isEqualTo("There are no budgets.\n");
        assertThat(run(
                        "",
                        "adjust",
                        "--scope",
                        "team",
                        "--name",
                        "support",
                        "--period",
                        "month",
                        "--usd",
                        "-2.5",
                        "--reason",
                        "a refund"))
                .contains("\"spent\":\"10\"");
        assertThatThrownBy(() -> run("", "adjust", "--scope", "team"))
                .hasMessage("The gateway refuses with 400: A team has a 'name'.");
        assertThatThrownBy(() -> AdminCommand.parse(List.of("budgets", "--format", "csv")))
                .hasMessageContaining("table or json");
    }

    /** It would go into the address, and from there into logs. */
    @ParameterizedTest
    @CsvSource({
        "breakers, --token, takes no secret as an argument",
        "usage, --admin-token, takes no secret as an argument",
        "calls, --token=canary, takes no secret as an argument",
        "breakers, --key, has no option --key: it takes --url and --token-file",
        "usage, --colour, 'it takes --format, --from, --group, --key, --team, --to, --user, --zone, --url and --token-file.'",
        "keys, --secret, takes no secret as an argument",
        "calls, --format, '--request-id, --status'",
        "reload, --from, has no option --from",
        "calls, --key=canary, takes options such as"
    })
    void refusesAnOptionThatIsNoneBeforeItIsSent(String what, String option, String sentence) {
        assertThatThrownBy(() -> AdminCommand.parse(List.of(what, option, "canary")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("canary");
    }

    @Test
    void saysInOneSentenceThatNoGatewayAnswers() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() -> run("", "breakers", "--url", "http://127.0.0.1:" + free))
                .isInstanceOf(SettingException.class)
                .hasMessageMatching("No gateway answers at http://127.0.0.1:" + free + ": [^\\n]+\\.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secrets",
                "usage group model",
                "usage --group",
                "keys",
                "keys make --label bot",
                "keys create --team support",
                "keys create --label bot",
                "keys create --label bot --team support --no-team",
                "keys list --no-team",
                "usage --no-team",
                "keys create --label bot --colour red",
                "keys list bot",
                "keys show",
                "keys rotate bot --lap 1h",
                "teams set support",
                "policy import",
                "teams set support - --token-file -",
                "usage --group model --group day",
                "usage --Group model",
                "usage --token=abc x",
                "usage --url ftp://x",
                "usage --url http://user:password@x"
            })
    void refusesACommandThatIsNone(String words) {
        List<String> args = words.isEmpty() ? List.of() : List.of(words.split(" "));

        assertThatThrownBy(() -> AdminCommand.parse(args))
                .isInstanceOf(SettingException.class)
                .hasMessageMatching("--(admin|url) [^\\n]+\\.")
                .hasMessageNotContaining("password");
    }

    @ParameterizedTest
    @CsvSource({
        "camel.management.enabled=false, The management port is off",
        "camel.management.port=0, --url",
        "openrouter.data-dir=, There is no admin token: openrouter.data-dir is empty",
        "openrouter.data-dir=nowhere, There is no admin token at nowhere"
    })
    void saysWhatItLacks(String property, String sentence) {
        assertThatThrownBy(() -> run(new Properties(), property, "", "breakers"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(sentence);
    }

    /** In the working directory of the gateway it needs neither a token nor an address. */
    @Test
    void needsNothingInTheGatewaysDirectory(@TempDir Path directory) throws Exception {
        String port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = String.valueOf(socket.getLocalPort());
        }
        try (GatewayProcess running = start(directory, port).run("--sandbox")) {
            running.awaitAddress();

            try (GatewayProcess asking = start(directory, port).run("--admin", "settings")) {
                assertThat(asking.awaitExit()).as(asking.console()).isZero();
                assertThat(asking.out()).startsWith("{\"settings\":[").doesNotContain("INFO");
            }
            try (GatewayProcess asking = start(directory, port).run("--admin", "settings", "--sandbox")) {
                assertThat(asking.awaitExit()).as(asking.console()).isZero();
                assertThat(asking.out())
                        .contains("{\"name\":\"openrouter.data-dir\",\"value\":\"data\",")
                        .contains("\"source\":\"start\"");
            }
            try (GatewayProcess refused = start(directory, port).run("--admin", "usage", "--zone", "Mars")) {
                assertThat(refused.awaitExit()).isEqualTo(1);
                assertThat(refused.out()).isEmpty();
                assertThat(refused.err()).startsWith("The gateway refuses with 400: zone is \"Mars\"");
            }
        }
    }

    private static GatewayProcess.Start start(Path directory, String port) {
        return GatewayProcess.in(directory).withData().with("CAMEL_MANAGEMENT_PORT", port);
    }

    private static String run(String in, String... args) throws IOException {
        return ask(data, in, args);
    }

    private static String ask(Path data, String in, String... args) throws IOException {
        Properties properties = new Properties();
        properties.put(
                "camel.management.port",
                String.valueOf(gateway.managementUri("/").getPort()));
        return run(properties, "openrouter.data-dir=" + data, in, args);
    }

    private static String run(Properties properties, String property, String in, String... args) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        properties.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setOverrideProperties(properties);
            StandaloneDefaults.addTo(context);
            context.build();
            AdminCommand.parse(List.of(args))
                    .run(context, new ByteArrayInputStream(in.getBytes(UTF_8)), new PrintStream(out, true, UTF_8));
        }
        return out.toString(UTF_8);
    }
}
