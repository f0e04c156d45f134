/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page's table has the attributes that spans may have, and no others. */
class TracingPageTest {

    private static final Pattern NAME = Pattern.compile("`([a-z_]+(?:\\.[a-z_]+)+)`");

    @Test
    void tableHasTheAttributesOfSpans() throws Exception {
        Set<String> known = new TreeSet<>();
        for (Field field : SpanKeys.class.getDeclaredFields()) {
            if (field.getType() == AttributeKey.class) {
                known.add(((AttributeKey<?>) field.get(null)).getKey());
            }
        }
        Set<String> said = Files.readAllLines(Path.of("src/docs/tracing.md")).stream()
                .filter(line -> line.matches("\\| (door|call|attempt) \\|.*"))
                .flatMap(line -> NAME.matcher(line).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(said).isEqualTo(known).hasSizeGreaterThan(30);
    }
}
