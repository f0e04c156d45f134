/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.spi.BudgetKeeper;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer;
import io.github.camelopenrouter.spi.BudgetKeeper.Counter;
import io.github.camelopenrouter.spi.BudgetKeeper.Demand;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.usage.UsageFormat;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway whose questions a store answers. */
@Timeout(120)
class StoreOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();

    @TempDir
    private Path home;

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(
                200,
                HttpTest.JSON,
                "{\"id\":\"gen-1\",\"model\":\"openai/gpt-4o\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":"
                        + "{\"prompt_tokens\":7,\"completion_tokens\":3,\"cost\":1.4e-6}}"));
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    private TestGateway gateway(String data, String url) {
        return TestGateway.start(
                upstream.baseUrl(),
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "data-dir=" + home.resolve(data),
                "store.url=" + url);
    }

    @Test
    void aCallIsFoundInPostgreSqlAsSoonAsItsClientHasItsAnswer() throws Exception {
        try (TestGateway gateway = gateway("data", Postgres.newDatabase())) {
            for (int call = 0; call < 5; call++) {
                call(gateway, "mine-" + call);

                JsonNode found = calls(gateway, "?request_id=mine-" + call);

                assertThat(found.path("calls")).hasSize(1);
                assertThat(found.at("/calls/0/attempts/0/cost").textValue()).isEqualTo("0.0000014");
                assertThat(found.path("next").isNull()).isTrue();
            }
            String usage = get(gateway, "/admin/v1/usage?group=model,day").text();
            assertThat(usage)
                    .isEqualTo(UsageFormat.JSON.write(
                            UsageReport.of(home.resolve("data"), UsageQuery.parse(null, null, "model,day", null))))
                    .contains("\"spend\" : \"0.000007\"");
            String csv = get(gateway, "/admin/v1/usage?format=csv").text();
            assertThat(csv).isEqualTo(UsageFormat.CSV.write(UsageReport.of(home.resolve("data"), UsageQuery.ALL)));
        }
    }

    /** Pages, filters and the shape of the answer are those of the journal. */
    @Test
    void callsOfPostgreSqlAreTheJournalsLines() throws Exception {
        try (TestGateway stored = gateway("data", Postgres.newDatabase())) {
            for (int call = 0; call < 7; call++) {
                call(stored, "mine-" + call);
            }
            String all = get(stored, "/admin/v1/calls?outcome=complete").text();
            String first = get(stored, "/admin/v1/calls?limit=4").text();
            String next = JSON.readTree(first).path("next").textValue();
            String rest = get(stored, "/admin/v1/calls?limit=4&after=" + next).text();
            String none = get(stored, "/admin/v1/calls?team=nobody").text();
            stored.stop();
            try (TestGateway journal = gateway("data", "off")) {
                assertThat(all)
                        .isEqualTo(
                                get(journal, "/admin/v1/calls?outcome=complete").text());
                assertThat(first)
                        .isEqualTo(get(journal, "/admin/v1/calls?limit=4").text());
                assertThat(rest)
                        .isEqualTo(get(journal, "/admin/v1/calls?limit=4&after=" + next)
                                .text());
                assertThat(none)
                        .isEqualTo(get(journal, "/admin/v1/calls?team=nobody").text());
            }
        }
    }

    /** Which its machines share; with H2 there is one process, which counts by itself. */
    @Test
    void aGatewayOnPostgreSqlHasBudgetsAndLeavesNothingHeld() throws Exception {
        String url = Postgres.newDatabase();
        Counter key = BudgetTables.total("key", "ci");
        try (TestGateway gateway = gateway("one", url);
                BudgetTables tables = BudgetTables.in(url, home.resolve("two"))) {
            BudgetKeeper keeper =
                    gateway.context().getRegistry().lookupByNameAndType(BudgetKeeper.BEAN, BudgetKeeper.class);
            keeper.now();
            BudgetKeeper other = tables.keeper();
            assertThat(keeper.hold(BudgetTables.call(), List.of(new Demand(key, BigDecimal.ONE)), BigDecimal.ONE))
                    .isInstanceOf(Answer.Held.class);
            assertThat(BudgetTables.amounts(other, key)).isEqualTo("0 1 0");
            gateway.stop();
            tables.lapse();

            assertThat(BudgetTables.amounts(other, key)).isEqualTo("0 0 1");
        }
        try (TestGateway gateway = gateway("h2", "h2")) {
            assertThat(gateway.context().getRegistry().lookupByName(BudgetKeeper.BEAN))
                    .isNull();
        }
    }

    @Test
    void callsOfAllMachinesAreFoundAtEachOfThem() throws Exception {
        String url = Postgres.newDatabase();
        try (TestGateway one = gateway("one", url);
                TestGateway other = gateway("other", url)) {
            call(one, "of-one");
            call(other, "of-other");
            get(one, "/admin/v1/usage"); // has its own read

            assertThat(calls(other, "").path("calls")).hasSize(2);
            assertThat(calls(other, "?request_id=of-one").path("calls")).hasSize(1);
            assertThat(JSON.readTree(get(other, "/admin/v1/usage").text())
                            .at("/total/calls")
                            .intValue())
                    .isEqualTo(2);
        }
    }

    @Test
    void h2AnswersWholeHoursAndTheJournalTheRest() throws Exception {
        try (TestGateway gateway = gateway("data", "h2")) {
            call(gateway, "mine");
            Ingest ingest = ((Store) gateway.context().getRegistry().lookupByName("openrouter-store-service")).ingest();
            assertThat(ingest.catchUp(Duration.ofSeconds(60))).isTrue();

            assertThat(get(gateway, "/admin/v1/usage?group=model,hour").text())
                    .isEqualTo(UsageFormat.JSON.write(
                            UsageReport.of(home.resolve("data"), UsageQuery.parse(null, null, "model,hour", null))));
            assertThat(get(gateway, "/admin/v1/usage?from=2026-01-01T00:00:01Z").text())
                    .contains("\"calls\" : 1");
            assertThat(calls(gateway, "?request_id=mine").path("calls")).hasSize(1);
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:" + home.resolve("data/store/usage"), "openrouter", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sum(calls), sum(spend) from usage_hour")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isOne();
            assertThat(rows.getBigDecimal(2)).isEqualByComparingTo("0.0000014");
        }
    }

    /** What was written last is in the store when the gateway has stopped. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void theJournalIsReadToItsEndBeforeTheGatewayStops(String kind) throws Exception {
        String url = kind.equals("h2") ? "h2" : Postgres.newDatabase();
        try (TestGateway gateway = gateway("data", url)) {
            for (int call = 0; call < 20; call++) {
                call(gateway, "mine-" + call);
            }
        }
        String jdbc = url.equals("h2") ? "jdbc:h2:" + home.resolve("data/store/usage") + ";USER=openrouter" : url;
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sum(calls) from usage_hour")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(20);
        }
    }

    @Test
    void whereThePostgreSqlIsAwayCallsGoOnAndQuestionsAreRefusedWithASentence() throws Exception {
        String url = "jdbc:postgresql://localhost:1/nobody";
        try (TestGateway gateway = gateway("data", url)) {
            assertThat(call(gateway, "mine").status()).isEqualTo(200);

            OneRequest.Answer usage = get(gateway, "/admin/v1/usage");

            assertThat(usage.status()).isEqualTo(503);
            assertThat(usage.header("retry-after")).isEqualTo("10");
            assertThat(JSON.readTree(usage.text()).at("/error/code").textValue())
                    .isEqualTo("store_unavailable");
            assertThat(JSON.readTree(usage.text()).at("/error/message").textValue())
                    .startsWith("The store of calls, openrouter.store.url, cannot be asked for now");
            assertThat(get(gateway, "/admin/v1/calls").status()).isEqualTo(503);
            HttpTest.await(30).until(() -> health(gateway).getState() == HealthCheck.State.DOWN);
            assertThat(health(gateway).getMessage().orElseThrow()).startsWith("The store does not follow the journal");
        }
    }

    private static HealthCheck.Result health(TestGateway gateway) {
        return gateway.context()
                .getRegistry()
                .lookupByNameAndType("openrouter-store", HealthCheck.class)
                .call();
    }

    private static OneRequest.Answer call(TestGateway gateway, String id) throws Exception {
        return new OneRequest(gateway.port()).post(Door.CHAT.path(), Door.CHAT.plain(), "x-request-id: " + id);
    }

    private static JsonNode calls(TestGateway gateway, String query) throws Exception {
        return JSON.readTree(get(gateway, "/admin/v1/calls" + query).text());
    }

    private static OneRequest.Answer get(TestGateway gateway, String path) throws Exception {
        return new OneRequest(gateway.managementUri("/").getPort()).get(path, TOKEN.header());
    }
}
