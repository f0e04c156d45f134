/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import java.util.Random;

/** Random but reproducible JSON text, as odd as the grammar allows: white space anywhere, every escape, any number. */
final class RandomJson {

    private static final String[] TEXT = {
        "a",
        "é",
        "€",
        "😀",
        " ",
        "/",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u00e9",
        "\\uD83D\\ude00",
        "\\u0000",
        ",",
        ":",
        "{",
        "}",
        "[",
        "]",
        "\u007f",
        "\u2028",
        "cache_control"
    };
    private static final String[] SCALARS = {
        "0", "-0", "1.0", "1.50", "1e5", "1E+05", "-2.5e-10", "12345678901234567890", "0.1000", "true", "false", "null"
    };
    private static final String SPACE = " \t\r\n";

    private final Random random;
    private final int deepest;
    private final boolean oddKeys;
    private final StringBuilder out = new StringBuilder();

    /** @param oddKeys whether keys below the top level may come twice or be written with an escape */
    RandomJson(long seed, int deepest, boolean oddKeys) {
        this.random = new Random(seed);
        this.deepest = deepest;
        this.oddKeys = oddKeys;
    }

    String object() {
        object(1);
        return space().toString();
    }

    private void object(int depth) {
        space().append('{');
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            space().append(i == 0 ? "" : ",");
            key(depth, i);
            space().append(':');
            value(depth + 1);
        }
        space().append('}');
    }

    private void key(int depth, int index) {
        boolean odd = depth == 1 || oddKeys;
        space().append('"').append(depth > 1 && oddKeys ? random.nextInt(8) : index);
        out.append(odd && random.nextInt(4) == 0 ? text() : random.nextBoolean() ? "é" : "role")
                .append('"');
    }

    private void array(int depth) {
        space().append('[');
        int elements = random.nextInt(5);
        for (int i = 0; i < elements; i++) {
            space().append(i == 0 ? "" : ",");
            value(depth + 1);
        }
        space().append(']');
    }

    private void value(int depth) {
        int kind = random.nextInt(depth > deepest ? 2 : 4);
        switch (kind) {
            case 0 -> space().append(SCALARS[random.nextInt(SCALARS.length)]);
            case 1 -> {
                space().append('"');
                out.append(text()).append('"');
            }
            case 2 -> object(depth);
            default -> array(depth);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(TEXT[random.nextInt(TEXT.length)]);
        }
        return text.toString();
    }

    private StringBuilder space() {
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            out.append(SPACE.charAt(random.nextInt(SPACE.length())));
        }
        return out;
    }
}
