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

import io.github.camelopenrouter.testing.LogRecorder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who follows the page on governance has a team, whose calls are answered and refused as the page says. */
@Timeout(60)
class GovernancePageTest {

    private static final String SERVER = "http://localhost:8080";

    @Test
    void aFirstTeamInFiveMinutes(@TempDir Path directory) throws Exception {
        Page page = page();
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"), page.blocks("yaml").get(0).text());
        List<Page.Block> calls = curls(page);
        try (LogRecorder log = LogRecorder.record();
                TestGateway gateway = TestGateway.asShipped("policy.file=" + policy)) {
            HttpResponse<String> answered = send(gateway, calls.get(0));
            assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
            HttpResponse<String> refused = send(gateway, calls.get(1));
            assertThat(refused.statusCode()).isEqualTo(403);
            new DocumentedAnswer(page.blocks("json").get(0).text()).assertIs(refused.body());
            assertThat(log.lines()).noneMatch(line -> line.contains("my-client-key"));
        }
    }

    @Test
    void limits(@TempDir Path directory) throws Exception {
        Page page = page();
        Path policy = Files.writeString(
                directory.resolve("policy.yaml"), page.blocks("yaml").get(1).text());
        Page.Block call = curls(page).get(0);
        try (TestGateway gateway = TestGateway.asShipped("policy.file=" + policy)) {
            HttpResponse<String> first = send(gateway, call);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            assertThat(first.headers().firstValue("x-ratelimit-remaining-requests"))
                    .hasValue("1");
            send(gateway, call);
            HttpResponse<String> refused = send(gateway, call);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("x-should-retry")).hasValue("false");
            assertThat(refused.body().replaceAll("in \\d+ seconds", "in 1800 seconds"))
                    .isEqualTo(page.blocks("json").get(1).text().strip());
        }
    }

    private static Page page() throws Exception {
        return Documents.read().pages().stream()
                .filter(each -> each.file().endsWith("governance.md"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Page.Block> curls(Page page) {
        return page.blocks("sh").stream()
                .filter(block -> block.text().startsWith("curl"))
                .toList();
    }

    private static HttpResponse<String> send(TestGateway gateway, Page.Block curl) throws Exception {
        HttpRequest request = CurlCommand.parse(curl.text().replace("$KEY", "my-client-key"), SERVER, gateway.uri("/"));
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
