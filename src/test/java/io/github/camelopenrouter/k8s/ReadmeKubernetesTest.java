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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on Kubernetes names files that there are, and numbers that stand in them. */
class ReadmeKubernetesTest {

    private static final Pattern PATH = Pattern.compile("(?:src|\\.\\.)/(main/k8s/[\\w./-]*\\w)");

    /** Directories stand for the files in them, where those are one thing. */
    @Test
    void namesWhatThereIsAndNothingElse() throws IOException {
        Set<Path> named = PATH.matcher(section())
                .results()
                .map(path -> Path.of("src", path.group(1)))
                .collect(Collectors.toSet());

        assertThat(named).allSatisfy(path -> assertThat(path).exists());
        try (Stream<Path> files = Files.walk(Manifest.DIRECTORY)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".dockerignore")))
                    .allSatisfy(file -> assertThat(named)
                            .anyMatch(path ->
                                    file.equals(path) || file.getParent().equals(path)));
        }
    }

    @Test
    void repeatsTheNumbersOfTheFiles() throws IOException {
        String image = Manifest.read("base/deployment.yaml")
                .at("/spec/template/spec/containers/0/image")
                .textValue();
        int grace = Manifest.read("base/deployment.yaml")
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
