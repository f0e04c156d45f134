/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.FakeBudgets;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who sees which budgets, and who changes what of them. The text of a key is its label and 32 stars. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BudgetsOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();
    private static final String RAISE =
            "{\"scope\":\"team\",\"name\":\"support\",\"period\":\"month\",\"usd\":\"2.50\",\"reason\":\"billed apart\"}";

    private final FakeBudgets budgets = new FakeBudgets();
    private TestGateway gateway;
    private OneRequest port;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("policy.yaml"),
                """
                teams: { support: {}, sales: {} }
                users:
                  ada: { teams: [support], roles: [lead] }
                  bob: { teams: [support] }
                  eve: { teams: [sales] }
                keys:
                """ + key("operator", "roles: [operator]")
                        + key("auditor", "roles: [auditor]")
                        + key("lead", "team: support, user: ada, roles: [lead]")
                        + key("member", "team: support, user: bob, roles: [member]")
                        + key("bot", "team: support") + key("seller", "team: sales, user: eve, roles: [member]"));
        gateway = TestGateway.sandbox(
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "data-dir=" + directory.resolve("data"),
                "audit=changes",
                "policy.file=" + file);
        port = new OneRequest(gateway.managementUri("/").getPort());
    }

    private static String text(String label) {
        return label + "*".repeat(32);
    }

    private static String key(String label, String fields) {
        return "  " + label + ": { sha256: " + Sha256.hex(text(label)) + ", " + fields + " }\n";
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void haveBudgets() {
        budgets.clear()
                .with("organisation", "", "total", "100000", "1E+3")
                .with("team", "support", "month", "500.00", "12.50", "0.000001", "1.25")
                .with("team", "support", "day", "50", "51")
                .with("team", "sales", "month", "10", "0")
                .with("user", "ada", "month", "5", "0")
                .with("user", "bob", "month", "5", "0")
                .with("user", "eve", "month", "5", "0")
                .with("key", "bot", "week", "5", "0")
                .with("key", "member", "week", "5", "0")
                .with("key", "seller", "week", "5", "0")
                .bindTo(gateway.context());
    }

    @Test
    void aRowHasItsAmountsInPlainDigits() throws Exception {
        JsonNode rows = rows(admin("GET", "/budgets", ""));

        assertThat(rows).hasSize(10);
        assertThat(rows.get(0).toString())
                .isEqualTo(
                        "{\"scope\":\"organisation\",\"name\":\"\",\"period\":\"total\",\"limit\":\"100000\",\"spent\":\"1000\","
                                + "\"held\":\"0\",\"pending\":\"0\",\"remaining\":\"99000\",\"since\":\"2026-11-01T00:00:00Z\",\"renews\":null}");
        assertThat(rows(admin("GET", "/budgets?scope=team&name=support", "")).toString())
                .isEqualTo(
                        "[{\"scope\":\"team\",\"name\":\"support\",\"period\":\"day\",\"limit\":\"50\",\"spent\":\"51\","
                                + "\"held\":\"0\",\"pending\":\"0\",\"remaining\":\"-1\",\"since\":\"2026-11-01T00:00:00Z\",\"renews\":\"2026-12-01T00:00:00Z\"},"
                                + "{\"scope\":\"team\",\"name\":\"support\",\"period\":\"month\",\"limit\":\"500\",\"spent\":\"12.5\","
                                + "\"held\":\"0.000001\",\"pending\":\"1.25\",\"remaining\":\"486.249999\",\"since\":\"2026-11-01T00:00:00Z\",\"renews\":\"2026-12-01T00:00:00Z\"}]");
    }

    @Test
    void thePageShowsTheSameFields() throws Exception {
        String example = Files.readString(Path.of("src/docs/admin.md"))
                .lines()
                .filter(line -> line.startsWith("{\"budgets\":"))
                .findFirst()
                .orElseThrow();
        JsonNode shown = JSON.readTree(example);

        assertThat(names(shown)).containsExactly("budgets", "next");
        assertThat(names(shown.at("/budgets/0")))
                .isEqualTo(names(rows(admin("GET", "/budgets", "")).get(0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operator |                         | organisation team:sales team:support team:support user:ada user:bob user:eve key:bot key:member key:seller",
                "auditor  | ?scope=user             | user:ada user:bob user:eve",
                "auditor  | ?scope=organisation     | organisation",
                "auditor  | ?name=bot               | key:bot",
                "auditor  | ?scope=key&name=nobody  | ''",
                "lead     |                         | team:support team:support user:ada user:bob key:bot key:member",
                "lead     | ?scope=team&name=sales  | ''",
                "member   |                         | user:bob key:member",
                "seller   |                         | user:eve key:seller"
            })
    void eachSeesWhatItsRoleSees(String label, String query, String seen) throws Exception {
        OneRequest.Answer answer = send(text(label), "GET", "/budgets" + (query == null ? "" : query), "");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(labels(rows(answer))).isEqualTo(seen);
    }

    @Test
    void aPageEndsAtItsLimitAndTheNextGoesOn() throws Exception {
        List<String> seen = new ArrayList<>();
        String after = "";
        for (int page = 0; page < 4; page++) {
            JsonNode answer =
                    JSON.readTree(admin("GET", "/budgets?limit=3" + after, "").text());
            answer.path("budgets").forEach(row -> seen.add(row.toString()));
            assertThat(answer.path("next").isNull()).isEqualTo(page == 3);
            after = "&after=" + answer.path("next").asText();
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(10);
    }

    @Test
    void budgetsOfOnePlaceAreNotPartedByAPage() throws Exception {
        budgets.with("team", "sales", "month", "7", "0");

        JsonNode page =
                JSON.readTree(admin("GET", "/budgets?scope=team&limit=1", "").text());

        assertThat(page.path("budgets")).hasSize(2);
        assertThat(page.path("next").textValue()).isEqualTo("team/sales/month");
        assertThat(labels(rows(admin("GET", "/budgets?scope=team&after=team/sales/month", ""))))
                .isEqualTo("team:support team:support");
    }

    @ParameterizedTest
    @CsvSource({"?scope=world", "?name=", "?limit=0", "?after=nowhere", "?after=team/x/decade", "?period=month"})
    void nonsenseIsRefused(String query) throws Exception {
        assertThat(admin("GET", "/budgets" + query, "").status()).isEqualTo(400);
    }

    @Test
    void withoutAPolicyThereAreNone() throws Exception {
        gateway.context().getRegistry().unbind(BudgetReport.BEAN);

        assertThat(admin("GET", "/budgets", "").text()).isEqualTo("{\"budgets\":[],\"next\":null}");
        assertThat(admin("POST", "/adjustments", RAISE).status()).isEqualTo(404);
    }

    @Test
    void whereNobodyCanSayItIs503() throws Exception {
        budgets.down(true);

        for (OneRequest.Answer answer : List.of(admin("GET", "/budgets", ""), admin("POST", "/adjustments", RAISE))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(code(answer)).isEqualTo("budget_store_down");
        }
    }

    @Test
    void anAdjustmentIsAddedOnceItIsWrittenDown() throws Exception {
        OneRequest.Answer more = admin("POST", "/adjustments", RAISE);
        OneRequest.Answer back = admin("POST", "/adjustments", RAISE.replace("2.50", "-15"));

        assertThat(more.status()).as(more.text()).isEqualTo(200);
        assertThat(JSON.readTree(more.text()).path("spent").textValue()).isEqualTo("15");
        assertThat(JSON.readTree(back.text()).path("spent").textValue()).isEqualTo("0");
        assertThat(audit())
                .anyMatch(line -> line.contains("\"target\":\"team support month\"")
                        && line.contains("\"before\":{\"spent\":\"12.5\"}")
                        && line.contains("\"usd\":\"2.5\"")
                        && line.contains("\"reason\":\"billed apart\"")
                        && line.contains("\"spent\":\"15\"")
                        && line.contains("\"done\""));
    }

    @Test
    void ofTwoBudgetsOfOnePeriodTheirEndTellsWhichIsMeant() throws Exception {
        Instant inBerlin = Instant.parse("2026-11-30T23:00:00Z");
        budgets.with("team", "support", "month", "900", "7", "0", "0", inBerlin);

        OneRequest.Answer either = admin("POST", "/adjustments", RAISE);
        OneRequest.Answer one =
                admin("POST", "/adjustments", RAISE.replace("\"usd\"", "\"renews\":\"" + inBerlin + "\",\"usd\""));
        OneRequest.Answer none =
                admin("POST", "/adjustments", RAISE.replace("\"usd\"", "\"renews\":\"2026-10-01T00:00:00Z\",\"usd\""));

        assertThat(either.status()).isEqualTo(400);
        assertThat(either.text()).contains("There are 2 such budgets", "2026-11-30T23:00:00Z", "/renews");
        assertThat(JSON.readTree(one.text()).path("spent").textValue()).isEqualTo("9.5");
        assertThat(JSON.readTree(one.text()).path("renews").textValue()).isEqualTo("2026-11-30T23:00:00Z");
        assertThat(none.status()).isEqualTo(404);
    }

    @Test
    void whatCannotBeWrittenIsWrittenDownAsFailed() throws Exception {
        budgets.takeNothing();

        OneRequest.Answer answer = admin("POST", "/adjustments", RAISE.replace("billed apart", "a full disk"));

        assertThat(code(answer)).isEqualTo("budget_store_down");
        assertThat(audit())
                .anyMatch(line -> line.contains("a full disk") && line.contains("\"done\""))
                .anyMatch(line -> line.contains("\"problem\":\"budget_store_down\"") && line.contains("\"failed\""));
    }

    @Test
    void anOrderThatIsSentAgainIsCarriedOutOnce() throws Exception {
        String again = "Idempotency-Key: order-1";
        admin("POST", "/adjustments", RAISE, again);
        OneRequest.Answer second = admin("POST", "/adjustments", RAISE, again);
        OneRequest.Answer other = admin("POST", "/adjustments", RAISE.replace("2.50", "3"), again);

        assertThat(second.status()).isEqualTo(409);
        assertThat(code(second)).isEqualTo("already_made");
        assertThat(second.text()).contains("team support month");
        assertThat(code(other)).isEqualTo("idempotency_key_reused");
        assertThat(rows(admin("GET", "/budgets?scope=team&name=support", ""))
                        .at("/1/spent")
                        .textValue())
                .isEqualTo("15");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"scope\":\"team\"'           | '\"scope\":\"planet\"'      | 400 | /scope",
                "'\"name\":\"support\",'        | ''                          | 400 | /name",
                "'\"scope\":\"team\"'           | '\"scope\":\"organisation\"' | 400 | /name",
                "'month'                        | 'decade'                    | 400 | /period",
                "'\"2.50\"'                     | '2.50'                      | 400 | /usd",
                "'2.50'                         | '0.00'                      | 400 | /usd",
                "'2.50'                         | '1e3'                       | 400 | /usd",
                "'2.50'                         | '+1'                        | 400 | /usd",
                "'\"usd\"'                      | '\"renews\":\"soon\",\"usd\"' | 400 | /renews",
                "'\"usd\"'                      | '\"renews\":7,\"usd\"'       | 400 | /renews",
                "'billed apart'                 | ' '                         | 400 | /reason",
                "'billed apart'                 | 'two\\nlines'               | 400 | /reason",
                "',\"reason\":\"billed apart\"' | ''                          | 400 | /reason",
                "'{'                            | '{\"colour\":\"red\",'      | 400 | /colour",
                "'support'                      | 'nobody'                    | 404 | ",
                "'month'                        | 'year'                      | 404 | "
            })
    void anOrderThatIsNoneChangesNothing(String part, String other, int status, String param) throws Exception {
        OneRequest.Answer answer = admin("POST", "/adjustments", RAISE.replace(part, other));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(JSON.readTree(answer.text()).at("/error/param").textValue()).isEqualTo(param);
        assertThat(rows(admin("GET", "/budgets?scope=team&name=support", ""))
                        .at("/1/spent")
                        .textValue())
                .isEqualTo("12.5");
    }

    @Test
    void aReasonHasNoMoreThanFiveHundredCharactersAndNoKey() throws Exception {
        assertThat(admin("POST", "/adjustments", RAISE.replace("billed apart", "x".repeat(501)))
                        .status())
                .isEqualTo(400);
        assertThat(admin("POST", "/adjustments", RAISE.replace("billed apart", "of sk-or-v1-canary0123456789"))
                        .status())
                .isEqualTo(200);
        assertThat(audit()).noneMatch(line -> line.contains("canary0123456789"));
    }

    @ParameterizedTest
    @CsvSource({"operator", "auditor", "lead", "member"})
    void onlyAnAdminAdjusts(String label) throws Exception {
        assertThat(send(text(label), "POST", "/adjustments", RAISE).status()).isEqualTo(403);
        assertThat(send(text("bot"), "GET", "/budgets", "").status()).isEqualTo(401);
    }

    private List<String> audit() throws IOException {
        return admin("GET", "/audit?action=budget.adjust&limit=100", "")
                .text()
                .lines()
                .toList();
    }

    private static String code(OneRequest.Answer answer) throws IOException {
        return JSON.readTree(answer.text()).at("/error/code").asText();
    }

    private static JsonNode rows(OneRequest.Answer answer) throws IOException {
        return JSON.readTree(answer.text()).path("budgets");
    }

    private static String labels(JsonNode rows) {
        List<String> labels = new ArrayList<>();
        rows.forEach(row -> labels.add(row.path("scope").asText()
                + (row.path("name").asText().isEmpty()
                        ? ""
                        : ":" + row.path("name").asText())));
        return String.join(" ", labels);
    }

    private static List<String> names(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private OneRequest.Answer admin(String method, String path, String body, String... headers) throws IOException {
        return send(TOKEN.header().replaceFirst(".*Bearer ", ""), method, path, body, headers);
    }

    private OneRequest.Answer send(String key, String method, String path, String body, String... headers)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Authorization: Bearer " + key);
        all.add("Content-Type: application/json");
        return port.send(
                method + " /admin/v1" + path,
                method.equals("GET") ? null : body.getBytes(StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }
}
