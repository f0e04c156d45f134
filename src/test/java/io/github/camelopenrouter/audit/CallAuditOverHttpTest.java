/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.RequestListener;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With {@code openrouter.audit=calls} each call is a line, and a person in it can be forgotten. */
@Timeout(60)
class CallAuditOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();
    private static final String ADA = "ada@example.com";

    private static final Authenticator PEOPLE =
            shown -> shown.secret().equals("adas-token") ? new Principal(null, "search", ADA, Set.of()) : null;

    @TempDir
    private Path data;

    private final BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();
    private TestGateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void eachCallIsALineWithTheHashOfItsRequest() throws Exception {
        start("audit=calls", "auth.keys=laptop=" + SHA_256_OF_A);
        String body = Door.CHAT.plain();
        assertThat(chat(body, "x-api-key: a", "x-request-id: one").status()).isEqualTo(200);
        assertThat(chat(Door.CHAT.streaming(), "x-api-key: a", "x-request-id: two")
                        .status())
                .isEqualTo(200);
        assertThat(chat("{\"nonsense\"", "x-api-key: a", "x-request-id: three").status())
                .isEqualTo(400);
        assertThat(new OneRequest(gateway.port())
                        .get("/v1/models", "x-api-key: a")
                        .status())
                .isEqualTo(200);
        gateway.close();

        List<JsonNode> calls = calls();
        assertThat(calls)
                .extracting(line -> line.at("/after/request_id").asText())
                .containsExactlyInAnyOrder("one", "two", "three");
        JsonNode first = named("one", calls);
        assertThat(first.at("/actor").toString())
                .isEqualTo("{\"principal\":\"laptop\",\"roles\":[],\"address\":\"127.0.0.1\"}");
        assertThat(first.path("target").asText()).startsWith("chat-completions openai/gpt-4o");
        assertThat(first.at("/after/hmac").asText()).isEqualTo(hmac(body));
        assertThat(first.at("/after/bytes").asInt()).isEqualTo(body.length());
        assertThat(named("three", calls).path("outcome").asText()).isEqualTo("refused");
        assertThat(named("three", calls).at("/after/hmac").asText()).isEqualTo(hmac("{\"nonsense\""));
        assertThat(AuditVerifier.verify(directory(), null, null, Set.of()).misfit())
                .isNull();
    }

    @Test
    void whatAClientHasPastedWhereItDoesNotBelongIsMasked() throws Exception {
        start("audit=calls");
        chat(
                "{\"model\":\"openai/sk-or-v1-canary\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                "x-request-id: ork-canary");
        gateway.close();

        JsonNode call = calls().get(0);
        assertThat(call.path("target").asText()).contains("openai/sk-***");
        assertThat(call.at("/after/request_id").asText()).isEqualTo("ork-***");
        assertThat(lines()).noneMatch(line -> line.toString().contains("canary"));
    }

    @Test
    void withChangesNothingOfItIsOnTheWayOfACall() throws Exception {
        start("audit=changes");
        assertThat(chat(Door.CHAT.plain()).status()).isEqualTo(200);
        assertThat(gateway.context().getRegistry().findByType(RequestListener.class))
                .isEmpty();
        assertThat(gate()).isNull();
        assertThat(directory().resolve(RequestHash.FILE)).doesNotExist();
        gateway.close();
        assertThat(calls()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aCallGoesOnWhereTheDiskRefusesItsLineAndTheLineFollows() throws Exception {
        start("audit=calls");
        Path kept = refuse();
        assertThat(chat(Door.CHAT.plain(), "x-request-id: one").status()).isEqualTo(200);
        HttpTest.await(10)
                .until(() -> operator().get("/observe/health").text(), text -> text.contains("audit is not complete"));
        takeAgain(kept);
        HttpTest.await(10).until(this::calls, calls -> calls.size() == 1);
        assertThat(operator().get("/observe/metrics").text()).contains("openrouter_audit_dropped_total 0.0");
        gateway.close();
        assertThat(AuditVerifier.verify(directory(), null, null, Set.of()).misfit())
                .isNull();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noCallIsMadeWhereTheDiskRefusesItsLineAndThatIsAskedFor() throws Exception {
        start("audit=calls", "audit.full=refuse");
        assertThat(gate()).isNotNull();
        assertThat(chat(Door.CHAT.plain()).status()).isEqualTo(200);
        records.take();
        Path kept = refuse();
        operator().post("/admin/v1/reload", "{}", TOKEN.header());

        OneRequest.Answer refused = chat(Door.CHAT.plain());
        assertThat(refused.status()).isEqualTo(503);
        assertThat(JSON.readTree(refused.text()).at("/error/code").asText()).isEqualTo("audit_unavailable");
        assertThat(records.take().attempts()).isEmpty();
        assertThat(new OneRequest(gateway.port()).get("/v1/models").status()).isEqualTo(200);

        takeAgain(kept);
        HttpTest.await(10).until(() -> chat(Door.CHAT.plain()).status(), status -> status == 200);
        gateway.close();
        assertThat(AuditVerifier.verify(directory(), null, null, Set.of()).misfit())
                .isNull();
        assertThat(lines())
                .anySatisfy(
                        line -> assertThat(line.at("/after/refused").asInt()).isPositive());
    }

    @Test
    void aPersonIsShownByNameUntilForgotten() throws Exception {
        start("audit=calls", "auth.keys=laptop=" + SHA_256_OF_A, "store.url=off");
        gateway.context().getRegistry().bind("people", PEOPLE);
        assertThat(chat(Door.CHAT.plain(), "Authorization: Bearer adas-token").status())
                .isEqualTo(200);
        HttpTest.await(10).until(this::calls, calls -> calls.size() == 1);
        String person = calls().get(0).at("/actor/principal").asText();
        assertThat(person).matches("person:[0-9a-f]{32}");

        JsonNode page = JSON.readTree(operator()
                .get("/admin/v1/audit?principal=ada%40example.com", TOKEN.header())
                .text());
        assertThat(page.path("lines")).hasSize(1);
        assertThat(page.path("persons").path(person).asText()).isEqualTo(ADA);

        OneRequest.Answer answer = forget(ADA);
        assertThat(answer.text())
                .isEqualTo("{\"person\":\"" + person + "\",\"plain_lines\":0,\"journal\":{\"files\":1,\"records\":1,"
                        + "\"plain_lines\":0},\"store\":null,\"files_left\":[]}");
        assertThat(forget(ADA).status()).isEqualTo(404);
        assertThat(forget(" ").status()).isEqualTo(400);
        assertThat(JSON.readTree(operator()
                                .get("/admin/v1/audit?principal=ada%40example.com", TOKEN.header())
                                .text())
                        .path("lines"))
                .isEmpty();
        gateway.close();

        assertThat(lines())
                .filteredOn(line -> line.path("action").asText().equals(Forgetting.ACTION))
                .singleElement()
                .satisfies(line -> assertThat(line.path("target").asText()).isEqualTo(person));
        assertThat(AuditVerifier.verify(directory(), null, null, Set.of()).misfit())
                .isNull();
        for (AuditFile file : AuditFile.in(directory())) {
            assertThat(Files.readString(file.path())).doesNotContain("@example.com");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nobodyIsForgottenWhereThatCannotBeWrittenDown() throws Exception {
        start("audit=changes");
        Persons persons = Persons.find(gateway.context()).orElseThrow();
        String person = persons.pseudonym(ADA);
        Path kept = refuse();
        assertThat(forget(ADA).status()).isEqualTo(503);
        assertThat(persons.find(ADA)).contains(person);
        takeAgain(kept);
        assertThat(forget(ADA).status()).isEqualTo(200);
    }

    /** SHA-256 of the letter a. */
    private static final String SHA_256_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private void start(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "camel.management.enabled=true", "camel.management.port=0", TOKEN.setting(), "data-dir=" + data));
        all.addAll(List.of(settings));
        gateway = TestGateway.sandbox(all.toArray(String[]::new));
        gateway.context().getRegistry().bind("told", (CallListener) records::add);
    }

    private OneRequest.Answer chat(String body, String... headers) throws IOException {
        return new OneRequest(gateway.port()).post(Door.CHAT.path(), body, headers);
    }

    /** The node on the way of a call. */
    private ProcessorDefinition<?> gate() {
        return ((ModelCamelContext) gateway.context()).getProcessorDefinition("openrouter-upstream-audit");
    }

    private OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }

    private OneRequest.Answer forget(String user) throws IOException {
        return operator().post("/admin/v1/forget", JSON.writeValueAsString(Map.of("user", user)), TOKEN.header());
    }

    private String hmac(String body) throws IOException {
        RequestHash hash = new RequestHash(directory());
        hash.prepare();
        return hash.of(body.getBytes(UTF_8));
    }

    private Path directory() {
        return data.resolve("audit");
    }

    /** As a full disk does. */
    private Path refuse() throws IOException {
        Path file = AuditFile.in(directory()).get(0).path();
        Path kept = data.resolve("kept");
        Files.move(file, kept);
        Files.createSymbolicLink(file, Path.of("/dev/full/nowhere"));
        return kept;
    }

    private void takeAgain(Path kept) throws IOException {
        Path file = AuditFile.in(directory()).get(0).path();
        Files.delete(file);
        Files.move(kept, file);
    }

    private static JsonNode named(String requestId, List<JsonNode> calls) {
        return calls.stream()
                .filter(line -> line.at("/after/request_id").asText().equals(requestId))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonNode> calls() throws IOException {
        return lines().stream()
                .filter(line -> line.path("action").asText().equals("call"))
                .toList();
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (AuditFile file : AuditFile.in(directory())) {
            for (String line : Files.readAllLines(file.path())) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }
}
