/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.alert.rules.BuiltInRules;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the page of alerts says is what there is. */
@Timeout(60)
class AlertsPageTest {

    private static final Path PAGE = Path.of("src/docs/alerts.md");

    @Test
    void theRouteOnThePageReportsWhatItFinds() throws Exception {
        try (ScriptedUpstream broker = ScriptedUpstream.start(call -> call.answer(200, "text/plain", "101"));
                DefaultCamelContext context = new DefaultCamelContext()) {
            Alerts alerts = new Alerts(
                    context,
                    FileBook.inMemory(),
                    new Incidents("node", Duration.ofMinutes(1), Duration.ofMinutes(10)),
                    Clock.systemUTC());
            context.getRegistry().bind(Alerts.BEAN, alerts);
            context.getPropertiesComponent().addOverrideProperty("queue.url", broker.baseUrl());
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("queue-watch.camel.yaml", block("yaml")));
            context.start();
            await().until(() -> {
                alerts.end(alerts.begin());
                return !alerts.book().incidents().isEmpty();
            });
            assertThat(alerts.book().firing()).singleElement().satisfies(incident -> {
                assertThat(incident.alert()).isEqualTo("queue-too-long");
                assertThat(incident.finding().subject()).isEqualTo("orders");
                assertThat(incident.finding().text()).isEqualTo("Orders wait.");
            });
        }
    }

    @Test
    void theTableHasEachRuleInItsOrder() throws Exception {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(rows).isEqualTo(BuiltInRules.names());
    }

    private static String block(String language) throws Exception {
        Matcher found =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
