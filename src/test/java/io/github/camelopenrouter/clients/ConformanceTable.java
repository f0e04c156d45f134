/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The matrix as Markdown: a row for each client, a column for each scenario, a note for each cell that is no ✓. */
final class ConformanceTable {

    private final Map<String, List<Cell>> rows;
    private final List<String> notes = new ArrayList<>();

    ConformanceTable(List<Cell> cells) {
        rows = cells.stream().collect(Collectors.groupingBy(Cell::client, LinkedHashMap::new, Collectors.toList()));
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| Client | Version | "
                + Arrays.stream(Scenario.values()).map(Scenario::title).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---|---|" + ":-:|".repeat(Scenario.values().length));
        rows.forEach((client, cells) -> lines.add(line(client, cells)));
        lines.add("");
        for (int i = 0; i < notes.size(); i++) {
            lines.add((i + 1) + ". " + notes.get(i));
        }
        lines.add("");
        for (Scenario scenario : Scenario.values()) {
            lines.add("- *" + scenario.title() + "*: " + scenario.description());
        }
        return String.join("\n", lines) + "\n";
    }

    private String line(String client, List<Cell> cells) {
        String marks = cells.stream().map(this::mark).collect(Collectors.joining(" | "));
        return "| " + client + " | " + cells.get(0).version() + " | " + marks + " |";
    }

    private String mark(Cell cell) {
        String mark = cell.status().mark();
        return cell.detail().isEmpty() ? mark : mark + "<sup>" + note(cell.detail()) + "</sup>";
    }

    private int note(String detail) {
        if (!notes.contains(detail)) {
            notes.add(detail);
        }
        return notes.indexOf(detail) + 1;
    }
}
