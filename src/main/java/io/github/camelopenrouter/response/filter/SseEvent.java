/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The data of one whole event, its lines joined, and where each of its bytes stands in the event (source: WHATWG HTML,
 * 9.2.6). A JSON string never reaches over the end of a line.
 */
final class SseEvent {

    private static final byte[] FIELD = "data:".getBytes(US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] bytes;
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);
    /** Where each line begins, in the data and in the event. */
    private int[] inData = new int[1];

    private int[] inEvent = new int[1];
    private int lines;
    private final byte[] data;

    SseEvent(byte[] bytes) {
        this.bytes = bytes;
        int line = startsWith(BYTE_ORDER_MARK, 0, bytes.length) ? BYTE_ORDER_MARK.length : 0;
        while (line < bytes.length) {
            int end = endOfLine(line);
            if (startsWith(FIELD, line, end)) {
                add(line + FIELD.length, end);
            }
            line = end + 1;
        }
        this.data = lines == 1 ? Arrays.copyOfRange(bytes, inEvent[0], endOfLine(inEvent[0])) : joined.toByteArray();
    }

    /** Whether it has data; else it is a comment, or says nothing to anybody. */
    boolean hasData() {
        return lines > 0;
    }

    byte[] data() {
        return data;
    }

    /** Where this byte of the data stands in the event. */
    int place(int inTheData) {
        int line = lines - 1;
        while (inData[line] > inTheData) {
            line--;
        }
        return inEvent[line] + inTheData - inData[line];
    }

    private void add(int from, int to) {
        int begin = from < to && bytes[from] == ' ' ? from + 1 : from;
        if (lines == inData.length) {
            inData = Arrays.copyOf(inData, 2 * lines);
            inEvent = Arrays.copyOf(inEvent, 2 * lines);
        }
        if (lines == 1) { // only now it has to be joined
            joined.write(bytes, inEvent[0], endOfLine(inEvent[0]) - inEvent[0]);
        }
        if (lines > 0) {
            joined.write('\n');
        }
        inData[lines] = joined.size();
        inEvent[lines] = begin;
        if (lines > 0) {
            joined.write(bytes, begin, to - begin);
        }
        lines++;
    }

    private boolean startsWith(byte[] start, int from, int to) {
        return to - from >= start.length && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
    }

    private int endOfLine(int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }
}
