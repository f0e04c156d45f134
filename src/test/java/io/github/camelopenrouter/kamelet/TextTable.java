/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which texts arrive as they are written, by the way in which a Kamelet is given them: the documents' table, which
 * {@link GivenTextTest} holds against what is sent.
 */
public final class TextTable {

    /** A text of some kind. */
    enum Kind {
        WORDS("words, quotes, `#`, `{}`, `}}`", "# Say \"hi\", 'ho' {x} {\"a\":{\"b\":1}} to Zoë"),
        PLUS("`+`", "Know C++ well"),
        PERCENT("`%`", "Be 100% sure"),
        ESCAPE("`%25`", "Take 50%25 off"),
        AMPERSAND("`&`", "Do Q & A"),
        LINES("lines", "one\n\n  two"),
        PLACEHOLDER("`{{name}}`", "Fill in {{name}}");

        private final String title;
        final String text;

        Kind(String title, String text) {
            this.title = title;
            this.text = text;
        }
    }

    /** How a text is given. */
    enum Way {
        URI("a URI", Kind.AMPERSAND, Kind.LINES, Kind.PLACEHOLDER),
        URI_RAW("a URI, in `RAW()`", Kind.ESCAPE, Kind.LINES, Kind.PLACEHOLDER),
        PARAMETERS("`parameters` in YAML", Kind.AMPERSAND, Kind.LINES, Kind.PLACEHOLDER),
        PARAMETERS_RAW("`parameters`, in `RAW()`", Kind.LINES, Kind.PLACEHOLDER),
        EIP("the Kamelet EIP", Kind.AMPERSAND, Kind.LINES, Kind.PLACEHOLDER),
        DYNAMIC("`toD`", Kind.PLUS, Kind.ESCAPE, Kind.AMPERSAND, Kind.LINES, Kind.PLACEHOLDER),
        DYNAMIC_RAW("`toD`, in `RAW()`", Kind.LINES, Kind.PLACEHOLDER),
        PIPE("a Pipe", Kind.PLACEHOLDER),
        PIPE_RAW("a Pipe, in `RAW()`", Kind.LINES, Kind.PLACEHOLDER),
        PROPERTY("a property `camel.kamelet.…`", Kind.PLACEHOLDER),
        PROPERTY_RAW("a property, in `RAW()`", Kind.PLACEHOLDER),
        RESOURCE("a file, by `resource:`");

        private final String title;
        private final Set<Kind> lost = EnumSet.noneOf(Kind.class);

        Way(String title, Kind... lost) {
            this.title = title;
            this.lost.addAll(Arrays.asList(lost));
        }

        boolean keeps(Kind kind) {
            return !lost.contains(kind);
        }

        /** As it stands there. */
        String written(String text) {
            return name().endsWith("_RAW") ? "RAW(" + text + ")" : text;
        }
    }

    private TextTable() {}

    public static String markdown() {
        String head = Arrays.stream(Kind.values()).map(kind -> kind.title).collect(Collectors.joining(" | "));
        return "\n| Given in | " + head + " |\n|---" + "|---".repeat(Kind.values().length) + "|\n"
                + Arrays.stream(Way.values()).map(TextTable::row).collect(Collectors.joining()) + "\n";
    }

    private static String row(Way way) {
        String cells = Arrays.stream(Kind.values())
                .map(kind -> way.keeps(kind) ? "yes" : "no")
                .collect(Collectors.joining(" | "));
        return "| " + way.title + " | " + cells + " |\n";
    }
}
