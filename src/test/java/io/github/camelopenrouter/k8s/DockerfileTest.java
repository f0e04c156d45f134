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
import java.util.ArrayList;
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

        assertThat(command)
                .startsWith("java", "-XX:AOTCache=camel-openrouter.aot")
                .endsWith("-jar", "camel-openrouter.jar");
        assertThat(dockerfile.instructions()).noneMatch(line -> line.startsWith("CMD"));
    }

    @Test
    void userIsANumberAndNotRoot() {
        assertThat(dockerfile.user()).isGreaterThanOrEqualTo(10_000);
        assertThat(dockerfile.last("USER")).matches("(\\d+):\\1");
    }

    @Test
    void imageHasNeitherMavenNorSourcesNorCurl() {
        assertThat(dockerfile.stage(1))
                .filteredOn(line -> line.startsWith("COPY ") || line.startsWith("RUN "))
                .containsExactly(
                        "COPY --from=build /build/target/camel-openrouter.jar ./",
                        "COPY --from=build /build/target/lib lib/");
        assertThat(dockerfile.stage(3).get(0)).isEqualTo("FROM runtime");
        assertThat(dockerfile.stage(3))
                .filteredOn(line -> line.startsWith("COPY ") || line.startsWith("RUN "))
                .containsExactly(
                        "COPY --from=trained /app/camel-openrouter.aot ./",
                        "RUN install -d -m 700 -o 10001 -g 10001 /data");
    }

    /** Made for the image's user in front of the word that keeps what stands there then. */
    @Test
    void journalHasAVolumeThatTheUserMayWriteTo() {
        String user = String.valueOf(dockerfile.user());

        assertThat(dockerfile.last("ENV")).contains("OPENROUTER_DATA_DIR=/data");
        assertThat(dockerfile.stage(3))
                .containsSubsequence("RUN install -d -m 700 -o " + user + " -g " + user + " /data", "VOLUME /data");
    }

    /** Another garbage collector, or other object headers, and the cache would be left aside. */
    @Test
    void cacheIsTrainedByTheJvmAndTheOptionsThatUseIt() throws IOException {
        List<String> command =
                new ArrayList<>(new JsonMapper().readValue(dockerfile.last("ENTRYPOINT"), new TypeReference<>() {}));
        command.addAll(List.of(dockerfile
                .last("ENV")
                .replaceAll(".*JDK_JAVA_OPTIONS=\"(.*?)\".*", "$1")
                .split(" ")));
        String training = dockerfile.stage(2).stream()
                .filter(line -> line.contains("aot-cache.sh") && line.startsWith("RUN "))
                .findFirst()
                .orElseThrow();

        assertThat(dockerfile.stage(2).get(0)).isEqualTo("FROM runtime AS trained");
        assertThat(List.of(training.replaceAll(".*JAVA_OPTS=\"(.*?)\".*", "$1").split(" ")))
                .hasSize(3)
                .allSatisfy(option -> assertThat(command).contains(option));
    }

    /** A tag such as 25-jre is another image tomorrow. */
    @Test
    void basesArePinnedByTheirFullVersion() {
        assertThat(dockerfile.stage(0).get(0)).matches("FROM maven:\\d+\\.\\d+\\.\\d+-eclipse-temurin-25 AS build");
        assertThat(dockerfile.stage(1).get(0))
                .matches("FROM eclipse-temurin:25\\.\\d+\\.\\d+_\\d+-jre-noble AS runtime");
    }

    @Test
    void labelsSayWhatItIs() throws IOException {
        String label = dockerfile.last("LABEL");

        assertThat(label)
                .contains("org.opencontainers.image.version=\"" + ProjectVersion.read() + "\"")
                .contains("org.opencontainers.image.licenses=\"Apache-2.0\"")
                .contains("org.opencontainers.image.revision=\"$REVISION\"")
                .contains("org.opencontainers.image.base.name=\"docker.io/library/"
                        + dockerfile.stage(1).get(0).split(" ")[1] + "\"");
        assertThat(dockerfile.stage(3)).contains("ARG REVISION=unknown");
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
        String image = Manifest.read("base/deployment.yaml")
                .at("/spec/template/spec/containers/0/image")
                .textValue();

        assertThat(file).contains("docker build -f src/main/k8s/Dockerfile -t " + image + " ");
        assertThat(image).endsWith(":" + ProjectVersion.read());
    }
}
