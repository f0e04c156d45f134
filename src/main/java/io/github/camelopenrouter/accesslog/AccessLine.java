/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import io.github.camelopenrouter.api.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * One line of the access log, {@code name=value} for each field and {@code -} for what nobody knows. Whatever text a
 * client or an upstream chose, it stays one value on one line: what is no visible ASCII character, and the backslash,
 * becomes its number as in JSON, a long text is cut, and what looks like a key, pasted where none belongs, is masked.
 */
final class AccessLine {

    private static final int USUAL = 384;

    /** The longest value in characters. */
    private static final int LONGEST = 200;

    private static final String KEY = Redaction.KEY_PREFIX;
    private static final String OWN_KEY = Redaction.OWN_PREFIX;

    private static final String UNKNOWN = "-";
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder line = new StringBuilder(USUAL);

    /** @param value null or empty where it is not known */
    AccessLine text(String name, @Nullable String value) {
        name(name);
        if (value == null || value.isEmpty()) {
            line.append(UNKNOWN);
        } else {
            escape(value);
        }
        return this;
    }

    AccessLine flag(String name, boolean value) {
        name(name).append(value ? "yes" : "no");
        return this;
    }

    AccessLine number(String name, long value) {
        name(name).append(value);
        return this;
    }

    AccessLine count(String name, @Nullable Long value) {
        return value == null ? unknown(name) : number(name, value);
    }

    /** In milliseconds with one decimal. */
    AccessLine time(String name, long nanos) {
        long tenths = nanos / 100_000;
        name(name).append(tenths / 10).append('.').append(tenths % 10);
        return this;
    }

    AccessLine unknown(String name) {
        name(name).append(UNKNOWN);
        return this;
    }

    @Override
    public String toString() {
        return line.toString();
    }

    private StringBuilder name(String name) {
        if (!line.isEmpty()) {
            line.append(' ');
        }
        return line.append(name).append('=');
    }

    private void escape(String value) {
        int end = Math.min(value.length(), LONGEST);
        int at = 0;
        while (at < end) {
            String key = keyAt(value, at);
            if (key == null) {
                escape(value.charAt(at));
                at++;
            } else {
                line.append(key).append("***");
                at = endOfKey(value, at + key.length());
            }
        }
        if (at < value.length()) {
            line.append("...");
        }
    }

    private void escape(char c) {
        if (c > ' ' && c < 127 && c != '\\') {
            line.append(c);
            return;
        }
        line.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            line.append(HEX.charAt(c >> shift & 0xf));
        }
    }

    /** How the key begins that stands here; null where none does. */
    private static @Nullable String keyAt(String value, int at) {
        char c = value.charAt(at);
        if (c != 's' && c != 'o') {
            return null;
        }
        boolean isWord = at == 0 || !isWord(value.charAt(at - 1));
        if (c == 's') {
            return isWord && value.startsWith(KEY, at) ? KEY : null;
        }
        int rest = value.startsWith(OWN_KEY, at) ? at + OWN_KEY.length() : value.length();
        return isWord && areOfKey(value, rest, 16) || areOfKey(value, rest, 40) ? OWN_KEY : null;
    }

    /** Whether so many letters and digits stand there, as no word has them. */
    private static boolean areOfKey(String value, int from, int many) {
        int at = from;
        while (at < value.length() && at < from + many && isWord(value.charAt(at)) && value.charAt(at) != '_') {
            at++;
        }
        return at == from + many;
    }

    /** However long the client made it, only so much is looked at; nothing of the rest is shown either. */
    private static int endOfKey(String value, int from) {
        int end = Math.min(value.length(), from + LONGEST);
        int at = from;
        while (at < end && (isWord(value.charAt(at)) || value.charAt(at) == '-')) {
            at++;
        }
        return at;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
