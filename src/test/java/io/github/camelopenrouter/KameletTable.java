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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The documents' reference of the Kamelets as Markdown, made from their files, so that the two cannot differ. */
final class KameletTable {

    private static final String KAMELETS = """

            | Kamelet | What it does |
            |---|---|
            """;
    private static final String PROPERTIES = """

            | Property | Of | Default | Meaning |
            |---|---|---|---|
            """;

    /** What two Kamelets have in common if their properties are the same. */
    private record Row(String name, String defaultText, String meaning) {}

    private KameletTable() {}

    static String markdown() {
        List<KameletFile> kamelets = KameletFile.all();
        Map<Row, List<String>> rows = kamelets.stream()
                .flatMap(kamelet -> kamelet.properties().stream()
                        .map(property -> Map.entry(row(kamelet, property), shortName(kamelet))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return kamelets.stream().map(KameletTable::line).collect(Collectors.joining("", KAMELETS, ""))
                + rows.entrySet().stream()
                        .map(row -> line(row.getKey(), row.getValue(), kamelets.size()))
                        .collect(Collectors.joining("", PROPERTIES, "\n"));
    }

    private static String line(KameletFile kamelet) {
        String description = kamelet.textAt("spec", "definition", "description");
        String first = description.split("\n\n", 2)[0].replace('\n', ' ');
        return "| `" + kamelet.name() + "` | " + escaped(first) + " |\n";
    }

    private static Row row(KameletFile kamelet, Property property) {
        String meaning = property.text("description").replace(kamelet.name(), "<name>");
        return new Row(property.name(), property.text("default"), meaning);
    }

    private static String line(Row row, List<String> kamelets, int all) {
        String of = kamelets.size() == all ? "all" : String.join(", ", kamelets);
        String defaultText = row.defaultText().isEmpty() ? "" : "`" + row.defaultText() + "`";
        return "| `" + row.name() + "` | " + of + " | " + defaultText + " | " + escaped(row.meaning()) + " |\n";
    }

    /** {@code chat} for {@code openrouter-chat-action}. */
    private static String shortName(KameletFile kamelet) {
        return kamelet.name().replaceFirst("^openrouter-", "").replaceFirst("-action$", "");
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
