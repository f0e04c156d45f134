/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /admin/v1/usage} and {@code /admin/v1/calls} tell what the journal's files hold, to the last digit. */
@Timeout(60)
class JournalAnswersTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();
    private static final int CALLS = 12;

    @TempDir
    private static Path data;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void makeCalls() throws Exception {
        AtomicInteger number = new AtomicInteger();
        upstream = ScriptedUpstream.start(call -> call.answer(
                200,
                HttpTest.JSON,
                "{\"id\":\"gen-1\",\"model\":\"openai/gpt-4o\",\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":"
                        + "{\"prompt_tokens\":7,\"completion_tokens\":3,\"cost\":1.4e-"
                        + (6 + number.getAndIncrement() % 3) + "}}"));
        gateway = TestGateway.start(
                upstream.baseUrl(),
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "data-dir=" + data);
        for (int call = 0; call < CALLS; call++) {
            String body = call == 5 ? "{}" : Door.CHAT.plain();
            new OneRequest(gateway.port()).post(Door.CHAT.path(), body, "x-request-id: mine-" + call);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'?group=model,day', 'model,day'",
        "?group=hour%2Ckey, 'hour,key'",
        "?group=tag:none, tag:none"
    })
    void usageAgreesWithTheCommandLine(String query, String group) throws Exception {
        UsageReport report = UsageReport.of(data, UsageQuery.parse(null, null, group.isEmpty() ? null : group, null));

        OneRequest.Answer json = get("/admin/v1/usage" + query);
        OneRequest.Answer csv = get("/admin/v1/usage" + (query.isEmpty() ? "?" : query + "&") + "format=csv");

        assertThat(json.header("content-type")).isEqualTo("application/json");
        assertThat(json.header("cache-control")).isEqualTo("no-store");
        assertThat(json.text()).isEqualTo(UsageFormat.JSON.write(report));
        assertThat(csv.header("content-type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(csv.text()).isEqualTo(UsageFormat.CSV.write(report));
    }

    @Test
    void usageAndCallsAgreeWithTheFiles() throws Exception {
        BigDecimal spend = BigDecimal.ZERO;
        int calls = 0;
        for (String line : lines()) {
            JsonNode record = JSON.readTree(line);
            spend = spend.add(new BigDecimal(record.path("spend").asText("0")));
            calls++;
        }

        JsonNode total = JSON.readTree(get("/admin/v1/usage").text()).path("total");
        JsonNode listed = JSON.readTree(get("/admin/v1/calls").text());

        assertThat(calls).isEqualTo(CALLS);
        assertThat(total.path("calls").asInt()).isEqualTo(CALLS);
        assertThat(total.path("spend").isTextual()).isTrue();
        assertThat(total.path("spend").asText())
                .isEqualTo(spend.stripTrailingZeros().toPlainString())
                .doesNotContain("E");
        assertThat(listed.path("next").isNull()).isTrue();
        BigDecimal listedSpend = BigDecimal.ZERO;
        for (JsonNode call : listed.path("calls")) {
            listedSpend = listedSpend.add(new BigDecimal(call.path("spend").asText("0")));
        }
        assertThat(listedSpend).isEqualByComparingTo(spend);
    }

    @Test
    void callsAreTheJournalsLinesTheNewestFirst() throws Exception {
        JsonNode first = JSON.readTree(get("/admin/v1/calls?limit=7").text());
        JsonNode rest = JSON.readTree(
                get("/admin/v1/calls?limit=7&after=" + first.path("next").textValue())
                        .text());

        assertThat(first.path("calls")).hasSize(7);
        assertThat(rest.path("calls")).hasSize(CALLS - 7);
        assertThat(rest.path("next").isNull()).isTrue();
        assertThat(first.at("/calls/0/request_id").textValue()).isEqualTo("mine-" + (CALLS - 1));
        assertThat(rest.at("/calls/" + (CALLS - 8) + "/request_id").textValue()).isEqualTo("mine-0");
        assertThat(lines().stream().map(JournalAnswersTest::json)).contains(first.at("/calls/0"), rest.at("/calls/0"));
    }

    @Test
    void oneCallHasItsAttempts() throws Exception {
        String id = JSON.readTree(get("/admin/v1/calls?request_id=mine-3").text())
                .at("/calls/0/id")
                .textValue();

        JsonNode found = JSON.readTree(get("/admin/v1/calls?id=" + id).text());

        assertThat(found.path("calls")).hasSize(1);
        JsonNode attempt = found.at("/calls/0/attempts/0");
        assertThat(attempt.path("n").asInt()).isEqualTo(1);
        assertThat(attempt.path("cost").textValue()).isEqualTo("0.00000014");
        assertThat(attempt.path("status").asInt()).isEqualTo(200);
        assertThat(attempt.path("ms").isNumber()).isTrue();
        assertThat(JSON.readTree(get("/admin/v1/calls?outcome=refused").text())
                        .at("/calls/0/request_id")
                        .textValue())
                .isEqualTo("mine-5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/usage?colour=red",
                "/admin/v1/usage?group=colour",
                "/admin/v1/usage?group=",
                "/admin/v1/usage?group",
                "/admin/v1/usage?from=today",
                "/admin/v1/usage?zone=Mars",
                "/admin/v1/usage?format=table",
                "/admin/v1/usage?format=xml",
                "/admin/v1/usage?from=2026-11-02&to=2026-11-01",
                "/admin/v1/usage?from=2026-11-01&from=2026-11-02",
                "/admin/v1/usage?from=%zz",
                "/admin/v1/usage?limit=1",
                "/admin/v1/calls?limit=many",
                "/admin/v1/calls?id=1",
                "/admin/v1/calls?zone=UTC",
                "/admin/v1/calls?teams=red",
                "/admin/v1/calls?&",
                "/admin/v1/calls?status=5xx"
            })
    void refuseNonsenseInTheEnvelope(String path) throws Exception {
        OneRequest.Answer answer = get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(JSON.readTree(answer.text()).at("/error/type").textValue()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/v1/usage", "/admin/v1/calls"})
    void areForTheTokensHoldersAlone(String path) throws Exception {
        OneRequest operator = new OneRequest(gateway.managementUri("/").getPort());

        assertThat(operator.get(path).status()).isEqualTo(401);
        assertThat(operator.post(path, "{}", TOKEN.header()).status()).isEqualTo(405);
        assertThat(new OneRequest(gateway.port()).get(path, TOKEN.header()).status())
                .isEqualTo(404);
    }

    @Test
    void sayThatNoJournalIsKept() throws Exception {
        try (TestGateway without =
                TestGateway.sandbox("camel.management.enabled=true", "camel.management.port=0", TOKEN.setting())) {
            OneRequest operator = new OneRequest(without.managementUri("/").getPort());

            for (String path : List.of("/admin/v1/usage", "/admin/v1/calls")) {
                OneRequest.Answer answer = operator.get(path, TOKEN.header());
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.text()).contains("no_journal", "openrouter.data-dir");
            }
        }
    }

    private static OneRequest.Answer get(String path) throws IOException {
        return new OneRequest(gateway.managementUri("/").getPort()).get(path, TOKEN.header());
    }

    private static List<String> lines() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("usage"))) {
            return Files.readAllLines(
                            files.filter(file -> file.toString().endsWith(".jsonl"))
                                    .findFirst()
                                    .orElseThrow(),
                            UTF_8)
                    .stream()
                    .filter(line -> line.startsWith("{\"schema\":\"camel-openrouter/usage/1\""))
                    .toList();
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
