/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.OneRequest.Answer;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands at the root of the gateway. */
@Timeout(120)
class DoorsPageTest {

    private static final String BROWSER =
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    /** sha256 of client-key */
    private static final String KEYS = "auth.keys=ci=8eb943e7040b69a94bf39562088223755bff4c2e7c5fc257f1e08f870fe01d35";

    private static TestGateway gateway;
    private static OneRequest ask;

    @BeforeAll
    static void start() {
        gateway = TestGateway.startingWith(own("/team-a/<b>/chat"), KEYS, "model-aliases=canary>a/b")
                .awaitStart();
        ask = new OneRequest(gateway.port());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void tellsProgramsWhatStandsThereWithoutAKey() throws Exception {
        Answer answer = ask.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x-request-id")).isNotBlank();
        JsonNode page = new ObjectMapper().readTree(answer.text());
        assertThat(page.path("name").asText()).isEqualTo("camel-openrouter");
        assertThat(page.path("version").asText()).isEqualTo(Version.current());
        assertThat(page.path("address").asText()).isEqualTo("http://127.0.0.1:" + gateway.port());
        assertThat(doors(page))
                .contains("POST /v1/chat/completions", "GET,HEAD /v1/models/*", "GET,HEAD /health", "/team-a/<b>/chat")
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(answer.text()).doesNotContain("canary", "/admin", "/observe", "sk-or-", "openrouter.");
    }

    @Test
    void showsBrowsersAPageOnWhichNothingRunsAndNothingIsFetched() throws Exception {
        Answer answer = ask.get("/", BROWSER);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.header("content-security-policy")).startsWith("default-src 'none'");
        assertThat(answer.header("vary")).isEqualTo("Accept");
        assertThat(answer.text())
                .startsWith("<!doctype html>")
                .contains("POST /v1/chat/completions", "/team-a/&lt;b&gt;/chat", Version.current())
                .doesNotContain("<b>", "<script", "<style", "<link", "<img", "src=", "href=", "canary");
        assertThat(answer.body().length).isLessThan(4_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/plain, */*",
                "application/json, text/html;q=0.5",
                "text/html;q=0",
                "text/plain",
                "image/png",
                "nonsense"
            })
    void tellsWhoeverPrefersSomethingElseInJson(String accept) throws Exception {
        assertThat(ask.get("/", "Accept: " + accept).header("content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "TEXT/HTML", "text/*", "text/html;q=0.9, application/json;q=0.1"})
    void showsThePageToWhoeverPrefersHtml(String accept) throws Exception {
        assertThat(ask.get("/", "Accept: " + accept).header("content-type")).startsWith("text/html");
    }

    @Test
    void answersHeadWithTheSameHead() throws Exception {
        Answer whole = ask.get("/");
        Answer head = ask.send("HEAD /", null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-length")).isEqualTo(whole.header("content-length"));
        assertThat(head.body()).isEmpty();
        assertThat(ask.get("/?q=1").status()).isEqualTo(200);
    }

    @Test
    void takesNoOtherMethod() throws Exception {
        Answer answer = ask.post("/", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void leavesOutWhatOthersNeedNotKnowWhereTheyCanAsk() throws Exception {
        try (TestGateway open = TestGateway.startingWith(own("/team-a/chat"), KEYS, "camel.server.host=0.0.0.0")
                .awaitStart()) {
            OneRequest others = new OneRequest(open.port());
            JsonNode page = new ObjectMapper().readTree(others.get("/").text());

            assertThat(page.has("version")).isFalse();
            assertThat(page.has("address")).isFalse();
            assertThat(doors(page))
                    .contains("POST /v1/chat/completions", "POST /anthropic/v1/messages", "GET,HEAD /health")
                    .noneMatch(door -> door.contains("team-a") || door.contains("sandbox"));
            assertThat(others.get("/", BROWSER).text()).doesNotContain("team-a", "Version", "0.0.0.0");
        }
    }

    @Test
    void givesWayToARouteOfTheUsersOwn() throws Exception {
        try (TestGateway own = TestGateway.startingWith(own("/")).awaitStart()) {
            assertThat(new OneRequest(own.port()).get("/", BROWSER).text()).isEqualTo("own");
        }
    }

    private static List<String> doors(JsonNode page) {
        List<String> doors = new ArrayList<>();
        page.path("doors").forEach(door -> doors.add(door.asText()));
        return doors;
    }

    private static RouteBuilder own(String path) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:" + path).setBody(constant("own"));
            }
        };
    }
}
