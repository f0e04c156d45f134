/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import io.github.camelopenrouter.kamelet.KameletFile;
import io.github.camelopenrouter.kamelet.KameletFile.Property;
import java.util.List;
import java.util.stream.Collectors;

/** The documents' reference of the Kamelets as Markdown, made from their files, so that the two cannot differ. */
final class KameletTable {

    private static final String KAMELETS = """

            | Kamelet | What it does |
            |---|---|
            """;
    private static final String PROPERTIES = """

            | Property | Type | Default | Meaning | For example |
            |---|---|---|---|---|
            """;

    private KameletTable() {}

    /** All Kamelets, each with a link to its page. */
    static String overview() {
        return KameletFile.all().stream()
                .map(kamelet -> "| [`" + kamelet.name() + "`](kamelets/" + kamelet.name() + ".md) | "
                        + escaped(description(kamelet)) + " |\n")
                .collect(Collectors.joining("", KAMELETS, "\n"));
    }

    /** What stands on a Kamelet's page: what it is for, and its properties. */
    static String page(String name) {
        KameletFile kamelet = KameletFile.all().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no Kamelet " + name));
        return kamelet.properties().stream()
                .map(property -> row(kamelet, property))
                .collect(Collectors.joining("", "\n" + description(kamelet) + "\n" + PROPERTIES, "\n"));
    }

    /** Its first paragraph. */
    private static String description(KameletFile kamelet) {
        String description = kamelet.textAt("spec", "definition", "description");
        return description.split("\n\n", 2)[0].replace('\n', ' ');
    }

    private static String row(KameletFile kamelet, Property property) {
        List<?> required = kamelet.at("spec", "definition", "required")
                .map(List.class::cast)
                .orElse(List.of());
        String words = property.schema().containsKey("enum") ? property.text("enum") : property.text("type");
        return "| `" + property.name() + "`" + (required.contains(property.name()) ? " (required)" : "") + " | "
                + words.replaceAll("[\\[\\]]", "") + " | " + code(property.text("default")) + " | "
                + escaped(property.text("description")) + " | " + code(property.text("example")) + " |\n";
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
