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

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No container engine builds the image here; what can be said about it without one. */
class DockerfileTest {

    private final Dockerfile dockerfile = Dockerfile.read();

    /** With a shell in between, SIGTERM would end the shell and not drain the gateway. */
    @Test
    void jvmIsProcessOne() throws IOException {
        List<String> command = new JsonMapper().readValue(dockerfile.last("ENTRYPOINT"), new TypeReference<>() {});

        assertThat(command).startsWith("java").endsWith("-jar", "camel-openrouter.jar");
        assertThat(dockerfile.instructions()).noneMatch(line -> line.startsWith("CMD"));
    }

    @Test
    void userIsANumberAndNotRoot() {
        assertThat(dockerfile.user()).isGreaterThanOrEqualTo(10_000);
        assertThat(dockerfile.last("USER")).matches("(\\d+):\\1");
    }

    @Test
    void imageHasNeitherMavenNorSources() {
        List<String> stages = dockerfile.instructions().stream()
                .filter(line -> line.startsWith("FROM "))
                .toList();
        assertThat(stages).hasSize(2);
        assertThat(stages.get(0)).contains("temurin-25").endsWith(" AS build");
        assertThat(stages.get(1)).isEqualTo("FROM eclipse-temurin:25-jre");
        List<String> shipped = dockerfile
                .instructions()
                .subList(
                        dockerfile.instructions().indexOf(stages.get(1)),
                        dockerfile.instructions().size());
        assertThat(shipped)
                .filteredOn(line -> line.startsWith("COPY "))
                .containsExactly(
                        "COPY --from=build /build/target/camel-openrouter.jar ./",
                        "COPY --from=build /build/target/lib lib/");
    }

    @Test
    void everyCopiedFileIsOneOfTheBuild() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom).contains("<finalName>camel-openrouter</finalName>");
        assertThat(pom).contains("<outputDirectory>${project.build.directory}/lib</outputDirectory>");
    }

    @Test
    void buildSeesWhatItReadsAndNothingElse() throws IOException {
        List<String> lines = Files.readAllLines(Manifest.DIRECTORY.resolve("Dockerfile.dockerignore"));
        List<String> seen = lines.stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        assertThat(lines).contains("*");
        assertThat(seen).allSatisfy(path -> assertThat(Path.of(path)).exists());
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                "pom.xml",
                                "application.properties",
                                "routes",
                                "kamelets",
                                "src/main",
                                "src/assembly",
                                "src/build")
                        .toList());
    }

    @Test
    void imageIsTheOneOfTheDeployment() throws IOException {
        String file = Files.readString(Manifest.DIRECTORY.resolve("Dockerfile"));
        String image = Manifest.read("deployment.yaml")
                .at("/spec/template/spec/containers/0/image")
                .textValue();

        assertThat(file).contains("docker build -f src/main/k8s/Dockerfile -t " + image + " .");
        assertThat(image).endsWith(":" + ProjectVersion.read());
    }
}
