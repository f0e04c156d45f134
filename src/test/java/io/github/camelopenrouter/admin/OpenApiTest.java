/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.AdminToken;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.FakeBudgets;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.usage.CallQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI description names the routes that there are, and their answers fit it. */
@Timeout(60)
class OpenApiTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String KEY = "x-api-key: my-client-key";
    private static final String KEYS = "laptop=c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1";
    private static final AdminToken TOKEN = AdminToken.create();

    @TempDir
    private static Path data;

    private static TestGateway gateway;
    private static JsonNode description;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.sandbox(
                "camel.management.enabled=true",
                "camel.management.port=0",
                TOKEN.setting(),
                "data-dir=" + data,
                "circuit-breaker.enabled=true",
                "auth.keys=file:" + Files.writeString(data.resolve("clients"), KEYS));
        OneRequest client = new OneRequest(gateway.port());
        for (Door door : new Door[] {Door.CHAT, Door.MESSAGES}) {
            client.post(door.path(), door.plain(), KEY);
            client.post(door.path(), door.streaming(), KEY);
            client.post(door.path(), "{}", KEY);
        }
        new FakeBudgets()
                .with("organisation", "", "total", "1000", "10")
                .with("team", "support", "month", "500", "510.5", "0.01", "0")
                .bindTo(gateway.context());
        OneRequest.Answer answer = operator().get("/admin/v1/openapi.yaml", TOKEN.header());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/yaml");
        description = yaml(answer.text());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void describesEveryRouteAndNoOther() throws IOException {
        Set<String> routes = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("routes/admin"))) {
            for (Path file : files.toList()) {
                JsonNode from = yaml(Files.readString(file)).at("/0/route/from");
                String path = from.path("uri").textValue().substring("platform-http:".length());
                if (!path.startsWith("/admin/")) {
                    continue; // metrics, which are not JSON
                }
                for (String method :
                        from.at("/parameters/httpMethodRestrict").textValue().split(",")) {
                    routes.add(method + " " + path);
                }
            }
        }
        Set<String> described = new TreeSet<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        described.add(method.toUpperCase() + " " + path.getKey());
                    }
                }));

        assertThat(described).hasSizeGreaterThan(5).isEqualTo(routes);
        assertThat(description.path("openapi").textValue()).startsWith("3.1.");
        assertThat(description.at("/security/0/adminToken").isArray()).isTrue();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(description.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                description.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void namesTheParametersThatAreTaken() {
        assertThat(parameters("/admin/v1/calls")).isEqualTo(new TreeSet<>(CallQuery.NAMES));
        assertThat(parameters("/admin/v1/usage"))
                .containsExactly("format", "from", "group", "key", "team", "to", "user", "zone");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/v1/usage, ''",
        "GET, /admin/v1/usage, '?group=model,key,day&from=2026-01-01&zone=Europe/Berlin'",
        "GET, /admin/v1/calls, ''",
        "GET, /admin/v1/calls, '?limit=2&outcome=complete'",
        "GET, /admin/v1/breakers, ''",
        "GET, /admin/v1/cooldowns, ''",
        "GET, /admin/v1/drain, ''",
        "DELETE, /admin/v1/drain, ''",
        "GET, /admin/v1/settings, ''",
        "GET, /admin/v1/audit, '?limit=5'",
        "GET, /admin/v1/budgets, '?limit=1'",
        "POST, /admin/v1/reload, ''",
        "POST, /admin/v1/adjustments, ''"
    })
    void answersFitTheirSchemas(String method, String path, String query) throws Exception {
        OneRequest.Answer answer = operator()
                .send(
                        method + " " + path + query,
                        method.equals("POST") ? bodyOf(path) : method.equals("GET") ? null : new byte[0],
                        "Content-Type: application/json",
                        TOKEN.header());

        JsonNode operation = description.path("paths").path(path).path(method.toLowerCase());
        JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(schema.isObject()).isTrue();
        assertThat(SchemaCheck.problems(description, schema, JSON.readTree(answer.text())))
                .isEmpty();
        assertThat(SchemaCheck.problems(description, schema, JSON.readTree("{\"canary\":1}")))
                .isNotEmpty();
    }

    private static byte[] bodyOf(String path) {
        String body = path.endsWith("/adjustments")
                ? "{\"scope\":\"organisation\",\"period\":\"total\",\"usd\":\"-0.5\",\"reason\":\"a gift\"}"
                : "";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /admin/v1/usage?zone=x, true",
        "GET /admin/v1/calls?limit=0, true",
        "GET /admin/v1/openapi.yaml, false",
        "GET /admin/v1/settings, false"
    })
    void refusalsFitTheirSchema(String target, boolean token) throws Exception {
        OneRequest.Answer answer = operator().send(target, null, token ? TOKEN.header() : "Accept: */*");

        assertThat(answer.status()).isEqualTo(token ? 400 : 401);
        assertThat(SchemaCheck.problems(
                        description, description.at("/components/schemas/Error"), JSON.readTree(answer.text())))
                .isEmpty();
    }

    private static Set<String> parameters(String path) {
        Set<String> names = new TreeSet<>();
        description
                .path("paths")
                .path(path)
                .at("/get/parameters")
                .forEach(parameter -> names.add(
                        SchemaCheck.resolve(description, parameter).path("name").textValue()));
        return names;
    }

    private static JsonNode yaml(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static OneRequest operator() {
        return new OneRequest(gateway.managementUri("/").getPort());
    }
}
