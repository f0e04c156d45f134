/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents' table of what is passed on as it is, from the table that the gateway works by. */
public final class PathsTable {

    private static final String HEAD =
            "| Path | Name in records | Model | Text of the request | Pictures and sound of it |"
                    + " Answer | Text of the answer | Usage and cost |\n|---|---|---|---|---|---|---|---|\n";

    private PathsTable() {}

    /** The whole table, each line ending with a line feed. */
    public static String markdown() {
        return Stream.of(PassThroughPath.values()).map(PathsTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(PassThroughPath path) {
        return "| `" + path.method() + " " + path.path() + "`" + queries(path) + (path.isAccount() ? " (account)" : "")
                + " | `" + path.id() + "` | " + model(path.model()) + " | " + places(path.texts()) + " | "
                + places(path.media()) + " | " + answer(path) + " | " + places(path.answerTexts()) + " | "
                + usage(path.usage()) + " |\n";
    }

    private static String queries(PassThroughPath path) {
        return path.queries().stream().map(name -> " `?" + name + "=`").collect(Collectors.joining());
    }

    private static String model(ModelField model) {
        return switch (model) {
            case NONE -> "–";
            case JSON -> "`model`";
            case JSON_OR_PART -> "`model`, or the form's part of that name";
        };
    }

    private static String answer(PassThroughPath path) {
        String range = path.takesRanges() ? ", also in part (`Range`)" : "";
        return switch (path.answer()) {
                    case JSON -> "JSON";
                    case JSON_OR_EVENTS -> "JSON, or events with `stream`";
                    case JOB -> "JSON, 202";
                    case BYTES -> "bytes";
                }
                + range;
    }

    private static String usage(UsagePlace place) {
        return switch (place) {
            case NONE -> "–";
            case ANSWER -> "`usage`";
            case GENERATION -> "`/v1/generation` for `X-Generation-Id`";
            case JOB -> "`usage` of the job once it is completed";
        };
    }

    private static String places(List<String> places) {
        return places.isEmpty()
                ? "–"
                : places.stream().map(place -> "`" + place + "`").collect(Collectors.joining(", "));
    }
}
