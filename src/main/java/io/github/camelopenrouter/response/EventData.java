/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.io.ByteArrayOutputStream;

/** Takes the data out of one whole event (source: WHATWG HTML, 9.2.6). */
final class EventData {

    private static final byte[] FIELD = {'d', 'a', 't', 'a', ':'};

    private EventData() {}

    /** The values of the {@code data} lines between these two places, joined by line feeds. */
    static byte[] of(byte[] bytes, int from, int to) {
        ByteArrayOutputStream data = new ByteArrayOutputStream(to - from);
        int line = from;
        while (line < to) {
            int end = endOfLine(bytes, line, to);
            if (isData(bytes, line, end)) {
                append(data, bytes, line + FIELD.length, end);
            }
            line = end + 1;
        }
        return data.toByteArray();
    }

    private static void append(ByteArrayOutputStream data, byte[] bytes, int from, int to) {
        if (data.size() > 0) {
            data.write('\n');
        }
        int begin = from < to && bytes[from] == ' ' ? from + 1 : from;
        data.write(bytes, begin, to - begin);
    }

    private static boolean isData(byte[] bytes, int from, int to) {
        if (to - from < FIELD.length) {
            return false;
        }
        for (int i = 0; i < FIELD.length; i++) {
            if (bytes[from + i] != FIELD[i]) {
                return false;
            }
        }
        return true;
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }
}
