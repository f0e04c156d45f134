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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What no start asks of the files that are in the jar. */
class ShippedRouteFilesTest {

    static List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void holdRoutesAndNothingForOthers(String path) throws IOException {
        RouteFileText file = new RouteFileText(
                RouteFileName.of(ResourceHelper.fromString("file:" + path, "")).orElseThrow(),
                "file:" + path,
                Files.readString(Path.of(path)));

        file.requireOwnNames();
        file.requireNothingForAllRoutes();

        assertThat(file.isWithoutRoutes()).isFalse();
    }

    @Test
    void areAllThere() throws IOException {
        assertThat(files())
                .contains("routes/admin/audit.camel.yaml", "routes/export/usage-s3.camel.yaml")
                .hasSizeGreaterThan(19);
    }

    /** Whose file of that name stands elsewhere on the class path is looked at like any other of an operator's. */
    @ParameterizedTest
    @CsvSource({
        "classpath:openrouter/routes/models.camel.yaml,true",
        "jar:file:/a.jar!/openrouter/standalone/routes/admin/usage.camel.yaml,true",
        "classpath:routes/models.camel.yaml,false",
        "jar:file:/b.jar!/routes/models.camel.yaml,false",
        "file:/opt/openrouter/routes/models.camel.yaml,false"
    })
    void onlyTheJarsOwnAreTakenAsTheyAre(String location, boolean own) {
        RouteFileName name =
                RouteFileName.of(ResourceHelper.fromString(location, "")).orElseThrow();

        assertThat(new RouteFileText(name, location, "").isOwn()).isEqualTo(own);
    }
}
