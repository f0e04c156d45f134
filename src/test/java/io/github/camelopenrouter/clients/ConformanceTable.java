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

/** The matrix as Markdown: a row for each client, a column for what each is put through, a note for each cell that is no ✓. */
final class ConformanceTable {

    private static final int VERSION = 1;

    private final Map<String, List<Cell>> rows;
    private final List<? extends Column> columns;
    private final List<String> notes = new ArrayList<>();

    ConformanceTable(List<Cell> cells, Column... columns) {
        this.columns = List.of(columns);
        rows = cells.stream().collect(Collectors.groupingBy(Cell::client, LinkedHashMap::new, Collectors.toList()));
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| Client | Version | " + columns.stream().map(Column::title).collect(Collectors.joining(" | "))
                + " |");
        lines.add("|---|---|" + ":-:|".repeat(columns.size()));
        rows.forEach((client, cells) -> lines.add(line(client, cells)));
        lines.add("");
        for (int i = 0; i < notes.size(); i++) {
            lines.add((i + 1) + ". " + notes.get(i));
        }
        lines.add("");
        for (Column column : columns) {
            lines.add("- *" + column.title() + "*: " + column.description());
        }
        return String.join("\n", lines) + "\n";
    }

    /** The rows of such a table by their first cell, the heading among them; of marks only the sign is kept. */
    static Map<String, List<String>> rows(String markdown) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        markdown.lines().filter(line -> line.startsWith("| ")).forEach(line -> {
            List<String> cells = new ArrayList<>(Arrays.stream(line.substring(1).split("\\|"))
                    .map(cell -> cell.replaceAll("<sup>.*</sup>", "").strip())
                    .toList());
            cells.remove(VERSION);
            rows.put(cells.remove(0), cells);
        });
        return rows;
    }

    /** Where a client could not be installed, its row says nothing. */
    static boolean isUntried(List<String> marks) {
        return marks.stream().allMatch(Cell.Status.SKIP.mark()::equals);
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
