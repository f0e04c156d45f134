/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** What of Camel's is on the class path, as each of its jars lists it. */
final class Installed {

    private static final Map<String, String> LISTS =
            Map.of("component", "components", "dataformat", "dataFormats", "language", "languages");

    private Installed() {}

    /** The names of all components, data formats or languages. */
    static List<String> of(String kind) {
        List<String> names = new ArrayList<>();
        String file = "META-INF/services/org/apache/camel/" + kind + ".properties";
        try {
            for (URL list : Collections.list(Installed.class.getClassLoader().getResources(file))) {
                namesIn(list, requireNonNull(LISTS.get(kind))).forEach(names::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** The names of what can stand in a route. */
    static List<String> steps() {
        try (InputStream in =
                Installed.class.getResourceAsStream("/META-INF/services/org/apache/camel/model.properties")) {
            return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> namesIn(URL list, String key) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = list.openStream()) {
            properties.load(in);
        }
        return Arrays.stream(properties.getProperty(key, "").split(" "));
    }
}
