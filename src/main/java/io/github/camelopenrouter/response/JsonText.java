/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the short values that a {@link JsonScanner} has collected, as they stand in the text. */
final class JsonText {

    private JsonText() {}

    /** Whether it is this string; a name with an escape in it is none that anybody asks for. */
    static boolean is(byte[] text, int length, String name) {
        if (length != name.length() + 2) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (text[i + 1] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is a string that ends so. */
    static boolean endsWith(byte[] text, int length, String end) {
        int from = length - 1 - end.length();
        if (from < 1 || text[0] != '"') {
            return false;
        }
        for (int i = 0; i < end.length(); i++) {
            if (text[from + i] != end.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it says as little as null: an empty string, or false. */
    static boolean isVoid(byte[] text, int length) {
        return text[0] == 'f' || text[0] == '"' && length == 2;
    }

    /** Ids and model names hold nothing that JSON escapes, but for a slash that some writers do. */
    static String string(byte[] text, int length) {
        boolean quoted = length >= 2 && text[0] == '"';
        String string = quoted ? new String(text, 1, length - 2, UTF_8) : new String(text, 0, length, UTF_8);
        return string.indexOf('\\') < 0 ? string : string.replace("\\/", "/");
    }

    /** What digits it begins with, 0 if none. */
    static long number(byte[] text, int length) {
        long number = 0;
        for (int i = 0; i < length && text[i] >= '0' && text[i] <= '9' && i < 18; i++) {
            number = number * 10 + text[i] - '0';
        }
        return number;
    }
}
