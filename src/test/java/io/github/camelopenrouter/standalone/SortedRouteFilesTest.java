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

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.GatewayProcess;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedRouteFilesTest {

    @TempDir
    Path routes;

    /** So many that no directory has them in this order by chance; the one that is read last is done first. */
    @Test
    void filesAreReadInTheOrderOfTheirNamesTheLastOneFirst() throws Exception {
        List<String> names =
                IntStream.range(10, 40).mapToObj(i -> i + ".camel.yaml").toList();
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled);
        for (String name : shuffled) {
            Files.writeString(routes.resolve(name), "- beans: []");
        }
        List<String> reversed = new ArrayList<>(names);
        Collections.reverse(reversed);

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(SortedRouteFiles.inOrder(PluginHelper.getPackageScanResourceResolver(context)
                            .findResources("file:" + routes + "/*.yaml")))
                    .extracting(file -> Path.of(file.getURI()).getFileName().toString())
                    .containsExactlyElementsOf(reversed);
        }
    }

    @Test
    void stepsAreDoneInTheOrderOfTheFilesNames() throws Exception {
        Path files = Files.createDirectory(routes.resolve("routes"));
        Files.copy(Path.of("routes/chat-completions.camel.yaml"), files.resolve("chat-completions.camel.yaml"));
        Files.writeString(files.resolve("b.camel.yaml"), configuration("zz", "three") + configuration("b", "two"));
        Files.writeString(files.resolve("a.camel.yaml"), configuration("m", "one"));
        Files.writeString(files.resolve("c.camel.yaml"), configuration("aa", "six", "five", "four"));

        try (GatewayProcess gateway = GatewayProcess.in(routes).run("--sandbox")) {
            new OneRequest(gateway.awaitAddress().getPort()).post(Door.CHAT.path(), Door.CHAT.plain());

            HttpTest.await(20)
                    .untilAsserted(() -> assertThat(gateway.out()
                                    .lines()
                                    .filter(line -> line.contains("step "))
                                    .map(line -> line.replaceAll(".*step ", "")))
                            .startsWith("one", "two", "three", "four", "five", "six")); // then the list of models
        }
    }

    private static String configuration(String id, String... steps) {
        StringBuilder yaml = new StringBuilder(
                "- routeConfiguration:\n    id: openrouter-upstream-" + id + "\n    interceptFrom:\n");
        for (String step : steps) {
            yaml.append("      - interceptFrom: {steps: [{log: {loggingLevel: WARN, message: step " + step + "}}]}\n");
        }
        return yaml.toString();
    }
}
