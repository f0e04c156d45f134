/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on Kubernetes names files that there are, and numbers that stand in them. */
class ReadmeKubernetesTest {

    private static final Pattern FILE = Pattern.compile("(?:src|\\.\\.)/(main/k8s/[\\w.-]*\\w)");

    @Test
    void namesEveryFileAndNoOther() throws IOException {
        List<String> named = FILE.matcher(section())
                .results()
                .map(file -> "src/" + file.group(1))
                .distinct()
                .toList();

        try (var files = Files.list(Manifest.DIRECTORY)) {
            assertThat(named)
                    .containsExactlyInAnyOrderElementsOf(files.map(Path::toString)
                            .filter(file -> !file.endsWith(".dockerignore"))
                            .toList());
        }
    }

    @Test
    void repeatsTheNumbersOfTheFiles() throws IOException {
        String image = Manifest.read("deployment.yaml")
                .at("/spec/template/spec/containers/0/image")
                .textValue();
        int grace = Manifest.read("deployment.yaml")
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .intValue();

        assertThat(section())
                .contains(
                        "-t " + image + " .",
                        "has " + grace + " s",
                        "user " + Dockerfile.read().user());
    }

    private static String section() throws IOException {
        return Documents.read().section("On Kubernetes and Camel K");
    }
}
