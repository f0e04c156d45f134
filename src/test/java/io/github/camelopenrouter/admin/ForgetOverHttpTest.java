/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.standalone.ForgetCommand;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A person is forgotten in audit, journal and store while the gateway runs. */
@Timeout(60)
class ForgetOverHttpTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AdminToken TOKEN = AdminToken.create();
    private static final String ADA = "ada@example.org";
    private static final String NO_KEY =
            "auth.keys=laptop=ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

    private static final Authenticator PEOPLE = shown -> switch (shown.secret()) {
        case "adas-token" -> new Principal(null, "search", ADA, Set.of());
        case "bobs-token" -> new Principal(null, "search", "bob@example.org", Set.of());
        default -> null;
    };

    @TempDir
    private Path data;

    private TestGateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void sumsStayUnderOneWordInAuditJournalAndStore() throws Exception {
        start("audit=calls", "store.url=h2");
        for (String who : List.of("ada", "bob", "ada")) {
            chat(who);
        }
        HttpTest.await(10).until(() -> lines("call").size() == 3);
        String word = lines("call").get(0).at("/actor/principal").asText();
        Set<JsonNode> before = usage();

        OneRequest.Answer answer = forget(ADA);

        JsonNode told = JSON.readTree(answer.text());
        assertThat(told.path("person").asText()).isEqualTo(word).startsWith("person:");
        assertThat(told.path("journal").toString()).isEqualTo("{\"files\":1,\"records\":2,\"plain_lines\":0}");
        assertThat(told.at("/store/hours").asInt()).isPositive();
        assertThat(told.path("files_left")).isEmpty();
        assertThat(told.path("plain_lines").asInt()).isZero();
        assertThat(usage().toString()).contains(word).doesNotContain(ADA);
        assertThat(without("user", usage())).isEqualTo(without("user", before));
        assertThat(calls(word)).hasSize(2);
        assertThat(calls(ADA)).isEmpty();
        assertThat(lines("person.forget")).hasSize(1);
        assertFits(told);
        assertThat(filesWith(ADA)).allMatch(file -> file.endsWith(".mv.db")); // until it needs the room
        assertThat(forget(ADA).status()).isEqualTo(404);
    }

    @Test
    void whoComesAgainHasTheNameAgainAndThenAnotherWord() throws Exception {
        start("audit=changes", "store.url=off");
        chat("ada");
        String first = JSON.readTree(forget(ADA).text()).path("person").asText();

        chat("ada");
        assertThat(calls(ADA)).hasSize(1);
        JsonNode told = JSON.readTree(forget(ADA).text());

        assertThat(told.path("person").asText()).isNotEqualTo(first);
        assertThat(told.at("/journal/records").asInt()).isOne();
        assertThat(told.path("store").isNull()).isTrue();
        assertThat(calls(first)).hasSize(1);
        assertFits(told);
    }

    /** What a receiver has refused, and what a client has chosen, nobody rewrites. */
    @Test
    void saysWhereTheNameIsLeft() throws Exception {
        start("audit=off", "store.url=off");
        Path refused =
                Files.createDirectories(data.resolve("export/webhook/rejected")).resolve("1.json");
        Files.writeString(refused, "{\"records\":[{\"client\":{\"user\":\"" + ADA + "\"}}]}");
        chat("ada", "x-openrouter-tags: owner=" + ADA);

        JsonNode told = JSON.readTree(forget(ADA).text());

        assertThat(told.at("/journal/plain_lines").asInt()).isOne();
        assertThat(told.path("files_left")).singleElement().hasToString("\"export/webhook/rejected/1.json\"");
        assertFits(told);
    }

    /** With no gateway that runs nothing of the name is left, in the database's file either. */
    @Test
    void theSameIsDoneWithoutAGateway() throws Exception {
        start("audit=changes", "store.url=h2");
        for (String who : List.of("ada", "bob", "ada")) {
            chat(who);
        }
        Set<JsonNode> before = usage();
        gateway.close();
        assertThat(filesWith(ADA)).isNotEmpty();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(forgetAlone(out)).isTrue();

        assertThat(out.toString(UTF_8))
                .matches("Forgotten: nobody can tell any more who (person:[0-9a-f]{32}) was.\n"
                        + "Renamed: 2 records in 1 files of the journal, 0 calls and 1 sums of hours in the store.\n");
        assertThat(filesWith(ADA)).isEmpty();
        start("audit=changes", "store.url=h2");
        assertThat(usage().toString()).contains("person:").doesNotContain(ADA);
        assertThat(without("user", usage())).isEqualTo(without("user", before));
    }

    private boolean forgetAlone(ByteArrayOutputStream out) throws IOException {
        Properties properties = new Properties();
        properties.put("openrouter.data-dir", data.toString());
        properties.put("openrouter.store.url", "h2");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(properties);
            context.build();
            return ForgetCommand.parse(List.of(ADA)).run(context, new PrintStream(out, true, UTF_8));
        }
    }

    private void start(String... settings) {
        String[] all = Stream.concat(
                        Stream.of(
                                "camel.management.enabled=true",
                                "camel.management.port=0",
                                TOKEN.setting(),
                                "data-dir=" + data,
                                NO_KEY),
                        Stream.of(settings))
                .toArray(String[]::new);
        gateway = TestGateway.sandbox(all);
        gateway.context().getRegistry().bind("people", PEOPLE);
    }

    private void chat(String who, String... headers) throws IOException {
        String[] all = Stream.concat(Stream.of("Authorization: Bearer " + who + "s-token"), Stream.of(headers))
                .toArray(String[]::new);
        assertThat(new OneRequest(gateway.port())
                        .post(Door.CHAT.path(), Door.CHAT.plain(), all)
                        .status())
                .isEqualTo(200);
    }

    private Set<JsonNode> usage() throws IOException {
        Set<JsonNode> rows = new HashSet<>();
        get("/admin/v1/usage?group=user").path("rows").forEach(rows::add);
        return rows;
    }

    private static Set<JsonNode> without(String field, Set<JsonNode> rows) {
        Set<JsonNode> others = new HashSet<>();
        rows.forEach(row -> others.add(((ObjectNode) row.deepCopy()).without(field)));
        return others;
    }

    private JsonNode calls(String user) throws IOException {
        return get("/admin/v1/calls?user=" + user.replace("@", "%40")).path("calls");
    }

    private JsonNode lines(String action) throws IOException {
        return get("/admin/v1/audit?action=" + action).path("lines");
    }

    private void assertFits(JsonNode answer) throws IOException {
        JsonNode description = JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(
                        operator().get("/admin/v1/openapi.yaml", TOKEN.header()).text()));
        JsonNode schema = description
                .path("paths")
                .path("/admin/v1/forget")
                .at("/post/responses/200/content/application~1json/schema");
        assertThat(SchemaCheck.problems(description, schema, answer)).isEmpty();
    }

    private List<String> filesWith(String name) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> has(file, name))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static boolean has(Path file, String name) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1).contains(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OneRequest.Answer forget(String user) throws IOException {
        return operator().post("/admin/v1/forget", JSON.writeValueAsString(Map.of("user", user)), TOKEN.header());
    }

    private JsonNode get(String path) throws IOException {
        return JSON.readTree(operator().get(path, TOKEN.header()).text());
    }

    private OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }
}
