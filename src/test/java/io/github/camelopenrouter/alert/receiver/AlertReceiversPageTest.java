/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.ScriptedUpstream;
import io.github.camelopenrouter.webhook.StandardWebhooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page of receivers says can be done as it stands there. */
@Timeout(60)
class AlertReceiversPageTest {

    private static final Path PAGE = Path.of("src/docs/alert-receivers.md");
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path home;

    @Test
    void thePagesCommandPrintsTheSignature() throws Exception {
        byte[] body = block("text").strip().getBytes(UTF_8);
        Files.write(home.resolve("body"), body);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Message message = new DefaultMessage(context);
            StandardWebhooks.putHeaders(
                    message,
                    "msg_1",
                    Instant.ofEpochSecond(1_764_000_000),
                    body,
                    StandardWebhooks.secret().parser().apply(SECRET));
            assertThat("v1," + run(block("sh"))).isEqualTo(message.getHeader("webhook-signature"));
        }
    }

    @Test
    void theNotificationOnThePageIsOne() throws Exception {
        AlertMessage alert = AlertMessage.parse(block("text").strip().getBytes(UTF_8));
        assertThat(alert.title()).isEqualTo("firing: budget: team support month 80% since 2026-11-01T00:00:00Z");
        assertThat(alert.facts()).containsKeys("Since", "Value", "Threshold", "Machine", "Incident");
    }

    @Test
    void theRouteOnThePageSendsWhatItsFilterLetsThrough() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        try (ScriptedUpstream server = ScriptedUpstream.start(call -> {
                    got.add(call.requestLine() + " " + new String(call.body(), UTF_8));
                    call.answer(200, "text/plain", "ok");
                });
                Routes routes = Routes.start()) {
            routes.context()
                    .getPropertiesComponent()
                    .addOverrideProperty("mine.url", "http://127.0.0.1:" + server.port() + "/budget");
            PluginHelper.getRoutesLoader(routes.context())
                    .loadRoutes(ResourceHelper.fromString("mine.camel.yaml", block("yaml")));
            routes.context().getRouteController().startAllRoutes();
            assertThat(routes.send("mine", Routes.alert("firing", "a")).getException())
                    .isNull();
            assertThat(routes.send("mine", Routes.alert("firing", "a").put("alert", "other"))
                            .getException())
                    .isNull();
            assertThat(got).singleElement().asString().startsWith("POST /budget HTTP/1.1 {\"alert\":\"budget\"");
        }
    }

    private String run(String commands) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("bash", "-ec", commands).directory(home.toFile());
        shell.environment().put("secret", SECRET);
        shell.environment().put("id", "msg_1");
        shell.environment().put("timestamp", "1764000000");
        Process process = shell.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static String block(String language) throws Exception {
        Matcher found =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
