/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How a report is written. */
public enum UsageFormat {
    /** For people. */
    TABLE {
        @Override
        public String write(UsageReport report) {
            List<List<String>> lines = new ArrayList<>();
            lines.add(report.columns());
            report.rows()
                    .forEach(
                            row -> lines.add(row.stream().map(UsageFormat::text).toList()));
            int[] widths = IntStream.range(0, report.columns().size())
                    .map(at -> lines.stream()
                            .mapToInt(line -> line.get(at).length())
                            .max()
                            .orElse(0))
                    .toArray();
            return lines.stream()
                    .map(line -> padded(line, widths, report.query().groups().size()))
                    .collect(Collectors.joining("\n", "", "\n"));
        }
    },
    /** As the admin API does. */
    JSON {
        @Override
        public String write(UsageReport report) {
            UsageQuery query = report.query();
            ObjectNode json = MAPPER.createObjectNode();
            json.put("from", query.from() == null ? null : query.from().toString());
            json.put("to", query.to() == null ? null : query.to().toString());
            json.put("zone", query.zone().getId());
            ArrayNode groups = json.putArray("group");
            query.groups().forEach(group -> groups.add(group.name()));
            ArrayNode rows = json.putArray("rows");
            List<String> columns = report.columns();
            for (List<@Nullable Object> row : report.rows()) {
                ObjectNode line = rows.addObject();
                for (int at = 0; at < row.size(); at++) {
                    line.putPOJO(columns.get(at), row.get(at));
                }
            }
            ObjectNode total = json.putObject("total");
            report.total().forEach(total::putPOJO);
            if (report.unreadable() > 0) {
                json.put("unreadable", report.unreadable());
            }
            return json.toPrettyString() + "\n";
        }
    },
    /** RFC 4180, for spreadsheets. */
    CSV {
        @Override
        public String write(UsageReport report) {
            List<String> lines = new ArrayList<>();
            lines.add(String.join(",", report.columns()));
            for (List<@Nullable Object> row : report.rows()) {
                lines.add(row.stream().map(UsageFormat::cell).collect(Collectors.joining(",")));
            }
            return String.join("\r\n", lines) + "\r\n";
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What a spreadsheet would take for the begin of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    public abstract String write(UsageReport report);

    /** @throws IllegalArgumentException with a sentence if it is none */
    public static UsageFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("format is \"" + name + "\", but must be table, json or csv."));
    }

    /** Names on the left, numbers on the right of their columns. */
    private static String padded(List<String> line, int[] widths, int names) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < line.size(); at++) {
            String pad = " ".repeat(widths[at] - line.get(at).length());
            text.append(at == 0 ? "" : "  ").append(at < names ? line.get(at) + pad : pad + line.get(at));
        }
        return text.toString().stripTrailing();
    }

    private static String text(@Nullable Object value) {
        return value == null || value.equals("") ? "-" : value.toString().replaceAll("\\p{Cntrl}", "?");
    }

    private static String cell(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
