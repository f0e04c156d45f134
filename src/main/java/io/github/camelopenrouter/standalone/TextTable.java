/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows for people at a terminal.
 *
 * @param columns their names
 * @param numbers those of them that stand on the right, so that their digits can be compared
 */
record TextTable(List<String> columns, Set<String> numbers) {

    /** One line each, below one with the names. */
    String of(List<List<String>> rows) {
        List<List<String>> lines = Stream.concat(Stream.of(columns), rows.stream())
                .map(TextTable::shown)
                .toList();
        int[] widths = IntStream.range(0, columns.size())
                .map(at -> lines.stream()
                        .mapToInt(line -> line.get(at).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Nothing of what others have named does something to the terminal. */
    private static List<String> shown(List<String> line) {
        return line.stream()
                .map(cell -> cell.isEmpty() ? "-" : cell.replaceAll("\\p{Cntrl}", "?"))
                .toList();
    }

    private String padded(List<String> line, int... widths) {
        return IntStream.range(0, line.size())
                .mapToObj(at -> {
                    String pad = " ".repeat(widths[at] - line.get(at).length());
                    return numbers.contains(columns.get(at)) ? pad + line.get(at) : line.get(at) + pad;
                })
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
