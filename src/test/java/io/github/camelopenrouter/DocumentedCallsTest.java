/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Who carries out the calls of a page one after the other, on a gateway as it is shipped, gets the answers that the page
 * shows.
 */
@Timeout(60)
class DocumentedCallsTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String SERVER = "http://localhost:8080";

    @TestFactory
    Stream<DynamicTest> everyCallOfAPageAnswersAsShown() throws IOException {
        List<Page> pages = Documents.read().pages().stream()
                .filter(page -> !page.blocks("bash").isEmpty())
                .toList();
        assertThat(pages).hasSizeGreaterThan(3);
        return pages.stream().map(page -> DynamicTest.dynamicTest(page.file().toString(), () -> carryOut(page)));
    }

    /** Where no retry is granted, each call is one attempt. */
    @Test
    void withoutRetryBudgetTheEleventhCallOfTheLoopIsTheFirstRefused() throws Exception {
        Page page = Documents.read().pages().stream()
                .filter(each -> each.file().endsWith("resilience.md"))
                .findFirst()
                .orElseThrow();
        Page.Block loop = page.blocks("sh").get(0);
        Page.Block next = page.blocks("bash").get(0);

        try (TestGateway gateway = TestGateway.asShipped("retry.budget=0")) {
            List<String> lines = loop(gateway, loop).lines().toList();
            assertThat(lines).hasSize(11);
            assertThat(lines.subList(0, 10)).allMatch(line -> line.startsWith("502 "));
            assertThat(lines.get(10)).startsWith("503 ");
            call(gateway, next);
        }
    }

    @Test
    void aHeaderOrABlankLineThatAPageDoesNotShowIsNoticed() throws Exception {
        try (TestGateway gateway = TestGateway.asShipped()) {
            Page.Block call = Documents.read().block("bash", "sandbox/error-in-200");
            String shown = call.answer().orElseThrow();
            HttpResponse<String> answer = send(gateway, call);

            new DocumentedAnswer(shown).assertIs(answer);
            for (String left : List.of("x-should-retry: false\n", "Content-Type: application/json\n", "…\n{")) {
                DocumentedAnswer shorter = new DocumentedAnswer(shown.replace(left, left.endsWith("{") ? "{" : ""));
                assertThat(shorter.text()).isNotEqualTo(shown);
                assertThatThrownBy(() -> shorter.assertIs(answer)).as(left).isInstanceOf(AssertionError.class);
            }
        }
    }

    private static void carryOut(Page page) throws Exception {
        try (TestGateway gateway = TestGateway.asShipped()) {
            for (Page.Block block : page.blocks()) {
                if (block.language().equals("bash")) {
                    call(gateway, block);
                } else if (block.language().equals("sh") && block.text().startsWith("for ")) {
                    new DocumentedAnswer(block.answer().orElseThrow()).assertIs(loop(gateway, block));
                }
            }
        }
    }

    private static void call(TestGateway gateway, Page.Block curl) throws Exception {
        HttpResponse<String> answer = send(gateway, curl);
        DocumentedAnswer shown = new DocumentedAnswer(curl.answer().orElse("…"));
        if (curl.text().contains(" -i ")) {
            shown.assertIs(answer);
        } else {
            assertThat(answer.statusCode()).as(curl.text()).isEqualTo(200);
            shown.assertIs(answer.body());
        }
    }

    private static HttpResponse<String> send(TestGateway gateway, Page.Block curl) throws Exception {
        HttpRequest request = CurlCommand.parse(curl.text(), SERVER, gateway.uri("/"));
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** A loop is the shell's, and its calls are those of the real curl. */
    private static String loop(TestGateway gateway, Page.Block loop) throws Exception {
        assumeTrue(hasCurl(), "no shell with curl");
        return shell(loop.text().replace(SERVER, gateway.uri("").toString()));
    }

    private static boolean hasCurl() {
        try {
            return !shell("command -v curl").isBlank();
        } catch (IOException e) {
            return false;
        }
    }

    private static String shell(String command) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        return new String(shell.getInputStream().readAllBytes(), UTF_8);
    }
}
