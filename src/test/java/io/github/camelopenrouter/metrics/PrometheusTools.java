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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prometheus' programs on this machine. Not every one has them; {@code .ci/run} says whether CI's has.
 *
 * @param path the directories in which to look
 * @param required whether it is a failure that they are not there, and not a reason to skip a test
 */
record PrometheusTools(String path, boolean required) {

    static final PrometheusTools FOUND =
            new PrometheusTools(System.getenv("PATH"), "true".equals(System.getenv("PROMETHEUS_REQUIRED")));

    Optional<Path> find(String name) {
        return Stream.of(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the test that asks, or lets it fail, where there is none. */
    Path require(String name) {
        Optional<Path> program = find(name);
        if (required) {
            assertThat(program)
                    .as("PROMETHEUS_REQUIRED, and there is no " + name)
                    .isPresent();
        }
        assumeTrue(program.isPresent(), "There is no " + name);
        return program.orElseThrow();
    }
}
