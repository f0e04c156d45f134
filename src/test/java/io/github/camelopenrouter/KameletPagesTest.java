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

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.host.MainHost;
import io.github.camelopenrouter.kamelet.KameletFile;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each Kamelet has a page, and the examples on it run as they stand there, all in one host. */
@Timeout(60)
class KameletPagesTest {

    private static final Path PAGES = Path.of("src", "docs", "kamelets");

    private static Sandbox sandbox;
    private static MainHost host;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        for (KameletFile kamelet : KameletFile.all()) {
            List<Page.Block> examples = Page.read(page(kamelet)).blocks("yaml");
            for (int i = 0; i < examples.size(); i++) {
                Files.writeString(
                        directory.resolve(kamelet.name() + "-" + i + ".camel.yaml"),
                        examples.get(i).text());
            }
        }
        sandbox = Sandbox.start(0);
        host = MainHost.with(
                        "camel.main.routesIncludePattern=file:" + directory + "/*.yaml",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + sandbox.baseUrl())
                .start();
    }

    @AfterAll
    static void stop() {
        host.close();
        sandbox.close();
    }

    @Test
    void everyKameletHasAPageWithItsPropertiesAndAnExample() throws IOException {
        for (KameletFile kamelet : KameletFile.all()) {
            Page page = Page.read(page(kamelet));
            assertThat(page.text())
                    .startsWith("# " + kamelet.name() + "\n")
                    .contains("<!-- kamelet: " + kamelet.name() + " -->");
            assertThat(page.blocks("yaml"))
                    .isNotEmpty()
                    .allMatch(block -> block.text().contains("kamelet:" + kamelet.name()));
        }
    }

    @Test
    void promptAndSchemaOfFilesMakeAnAnswerOfJson() throws Exception {
        String answer = ask("direct:sort", "The screen is dark").getBody(String.class);

        assertThat(new JsonMapper().readTree(answer).path("queue").isTextual()).isTrue();
    }

    @Test
    void urgentQuestionGoesToALargerModel() {
        assertThat(ask("direct:answer", "Hello").getHeader("CamelOpenRouterModel", String.class))
                .startsWith("openai/gpt-4o-mini");
        assertThat(ask("direct:answer", "Hello", "priority", "high").getHeader("CamelOpenRouterModel", String.class))
                .startsWith("openai/gpt-4o")
                .doesNotContain("mini");
    }

    @Test
    void responsesAndCompletionsAnswerWithAText() {
        for (String endpoint : List.of("direct:think", "direct:complete")) {
            assertThat(ask(endpoint, "Hello").getBody(String.class)).contains("Hello");
        }
    }

    @Test
    void linesBecomeVectors() {
        assertThat((List<?>) ask("direct:embed", "one\ntwo\nthree").getBody())
                .hasSize(3)
                .allSatisfy(vector -> assertThat((List<?>) vector).hasSizeGreaterThan(10));
    }

    @Test
    void modelsAreListed() {
        assertThat((List<?>) ask("direct:models", "").getBody()).hasSizeGreaterThan(3);
    }

    @Test
    void requestIsPassedOn() throws Exception {
        assertThat(ask("direct:pass-on", Door.CHAT.plain()).getBody(String.class))
                .contains("\"chat.completion\"");
        assertThat(new OneRequest(host.port())
                        .post("/team-c" + Door.CHAT.path(), Door.CHAT.plain())
                        .text())
                .contains("\"chat.completion\"");
    }

    private static Message ask(String endpoint, String body) {
        return ask(endpoint, body, "priority", "low");
    }

    private static Message ask(String endpoint, String body, String header, String value) {
        Exchange exchange = host.context().createProducerTemplate().request(endpoint, call -> {
            call.getMessage().setBody(body);
            call.getMessage().setHeader(header, value);
        });
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage();
    }

    private static Path page(KameletFile kamelet) {
        return PAGES.resolve(kamelet.name() + ".md");
    }
}
