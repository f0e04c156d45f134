/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.FakeBudgets;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page's table is what the gateway shows: these metrics of ours and no others, of these types, with these labels. */
@Timeout(60)
class MetricsPageTest {

    private static final Path PAGE = Path.of("src/docs/metrics.md");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    /** As an earlier process has left it. */
    private static final String COMPARED =
            "{\"0123456789abcdef\":{\"key\":\"default\",\"usage\":\"1.5\",\"at\":\"2026-11-30T00:05:00Z\","
                    + "\"names\":[\"/default\"],\"unreconciled\":\"0.25\"}}";

    @TempDir
    private Path data;

    private record Row(String type, Set<String> labels) {}

    @Test
    void tableIsWhatIsShown() throws Exception {
        Map<String, Row> documented = documented();
        Files.writeString(data.resolve("reconcile.json"), COMPARED);

        try (TestGateway gateway = TestGateway.sandbox(
                "data-dir=" + data,
                "usage.reconcile=key",
                "export.webhook=http://127.0.0.1:9",
                "alerts.webhook=http://127.0.0.1:9",
                "alerts.interval=100ms",
                "camel.management.enabled=true",
                "camel.management.port=0")) {
            new FakeBudgets().with("team", "support", "month", "500", "0").bindTo(gateway.context());
            OneRequest client = new OneRequest(gateway.port());
            OneRequest operator = new OneRequest(gateway.managementUri("/").getPort());
            System.gc(); // which has a meter from the first one on
            client.post(Door.CHAT.path(), Door.CHAT.plain());
            client.post(Door.CHAT.path(), Door.CHAT.streaming());
            Exposition shown = HttpTest.await(20)
                    .until(
                            () -> new Exposition(
                                    operator.get("/observe/metrics").text()),
                            exposition -> exposition.types().containsKey("gen_ai_server_time_per_output_token_seconds")
                                    && exposition.types().containsKey("openrouter_budget_remaining_usd")
                                    && exposition.types().containsKey("openrouter_export_rejected_total")
                                    && exposition.types().containsKey("openrouter_alert_notifications_total"));

            assertThat(ours(shown)).isEqualTo(documented);
            assertThat(shown.types().keySet()).containsAll(named("(jvm|process)_[a-z_]+"));
        }
    }

    private static Map<String, Row> ours(Exposition shown) {
        Map<String, Row> ours = new TreeMap<>();
        shown.types().forEach((name, type) -> {
            boolean largest = name.endsWith("_max") && shown.types().containsKey(name.replaceFirst("_max$", ""));
            if (name.matches("(openrouter|gen_ai)_.*") && !largest) {
                ours.put(name, new Row(type, shown.labels(name)));
            }
        });
        return ours;
    }

    private static Map<String, Row> documented() throws IOException {
        String page = Files.readString(PAGE);
        return page.substring(page.indexOf("<!-- metrics:begin -->"), page.indexOf("<!-- metrics:end -->"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| "))
                .collect(Collectors.toMap(
                        cells -> names(cells[0]).iterator().next(),
                        cells -> new Row(cells[1], names(cells[2])),
                        (first, second) -> {
                            throw new AssertionError("Twice: " + first);
                        },
                        TreeMap::new));
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(String names) throws IOException {
        String page = Files.readString(PAGE);
        Set<String> found = Arrays.stream(page.split("`"))
                .filter(word -> word.matches(names))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).hasSizeGreaterThan(4);
        return found;
    }
}
