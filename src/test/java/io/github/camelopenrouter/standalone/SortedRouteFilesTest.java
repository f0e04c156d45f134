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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedRouteFilesTest {

    @TempDir
    Path routes;

    /** So many that no directory has them in this order by chance. */
    @Test
    void filesAreReadInTheOrderOfTheirNames() throws Exception {
        List<String> names =
                IntStream.range(10, 40).mapToObj(i -> i + ".camel.yaml").toList();
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled);
        for (String name : shuffled) {
            write(name);
        }

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(new SortedRouteFiles()
                            .findRouteResourcesFromDirectory(context, null, "file:" + routes + "/*.yaml"))
                    .extracting(file -> Path.of(file.getURI()).getFileName().toString())
                    .containsExactlyElementsOf(names);
        }
    }

    private void write(String name) throws IOException {
        Files.writeString(routes.resolve(name), "- beans: []");
    }
}
