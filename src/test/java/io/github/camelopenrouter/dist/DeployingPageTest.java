/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.Documents;
import io.github.camelopenrouter.k8s.ProjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on deploying names the files of this version and shows what its scripts say. */
class DeployingPageTest {

    private static final Pattern SAID = Pattern.compile("(?m)^say \"(.*)\"$");
    private static final String VARIABLE = "\\$\\(\\(.*?\\)\\)|\\$\\(\\(\\$\\(.*?\\)\\)|\\$\\w+";

    @Test
    void namesTheZipOfThisVersion() throws IOException {
        String name = "camel-openrouter-" + ProjectVersion.read();

        assertThat(Documents.read().section("The zip"))
                .contains(name + ".zip", name + "/bin/camel-openrouter --sandbox");
        assertThat(Documents.read().section("With your OpenRouter key")).contains("target/" + name + ".zip");
        assertThat(Files.readString(Path.of("src/main/k8s/systemd/camel-openrouter.service")))
                .contains(name + ".zip");
    }

    @Test
    void showsWhatTheTrainingSays() throws IOException {
        String page = Documents.read().section("A faster start");
        List<String> said = SAID.matcher(Files.readString(Path.of("src/assembly/aot-cache.sh")))
                .results()
                .map(line -> line.group(1))
                .toList();

        assertThat(said)
                .hasSizeGreaterThan(6)
                .allSatisfy(line -> assertThat(line.split(VARIABLE))
                        .allSatisfy(words -> assertThat(page).contains(words)));
    }
}
