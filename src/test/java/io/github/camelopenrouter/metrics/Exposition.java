/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /observe/metrics} shows, read as Prometheus reads it. */
final class Exposition {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final String text;

    Exposition(String text) {
        this.text = text;
    }

    /** The metrics' types by their names. */
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        TYPE.matcher(text).results().forEach(type -> types.put(type.group(1), type.group(2)));
        return types;
    }

    /** The series with their values. */
    List<String> series() {
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The values that a label has anywhere. */
    List<String> values(String label) {
        Set<String> values = new TreeSet<>();
        series().forEach(line -> LABEL.matcher(line)
                .results()
                .filter(found -> found.group(1).equals(label))
                .forEach(found -> values.add(found.group(2))));
        return List.copyOf(values);
    }

    /** The labels of a metric, without the bound of a bucket. */
    Set<String> labels(String metric) {
        Set<String> labels = new TreeSet<>();
        for (String line : series()) {
            if (line.matches(metric + "(_bucket|_count|_sum|_max)?[{ ].*")) {
                Matcher label = LABEL.matcher(line);
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        labels.remove("le");
        return labels;
    }

    /** The value of the only series that begins so. */
    double value(String beginning) {
        List<String> found =
                series().stream().filter(line -> line.startsWith(beginning)).toList();
        if (found.size() != 1) {
            throw new AssertionError(beginning + " is " + found);
        }
        String line = found.get(0);
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
