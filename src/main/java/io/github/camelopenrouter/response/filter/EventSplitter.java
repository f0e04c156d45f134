/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import java.util.Arrays;

/**
 * Cuts a stream into its events as its bytes come in, in pieces cut anywhere: each up to and with its blank line, whose line
 * ends may be LF, CRLF or CR. A line feed that comes in a later piece than its carriage return stands for itself.
 */
final class EventSplitter {

    private static final int FIRST_SIZE = 1024;

    private byte[] event = new byte[FIRST_SIZE];
    private int length;
    private boolean inLine;
    private boolean inBlock;
    private boolean afterReturn;

    /**
     * Takes the bytes up to the end of the event that they belong to.
     *
     * @return where the next event begins; {@link #isWhole()} tells whether this one has ended
     */
    int feed(byte[] bytes, int from, int to) {
        int at = from;
        boolean ended = false;
        while (at < to && !ended) {
            ended = step(bytes[at++]);
        }
        if (ended && afterReturn && at < to && bytes[at] == '\n') {
            afterReturn = false;
            at++;
        }
        append(bytes, from, at);
        return at;
    }

    /** Whether what has been taken ends with a blank line. */
    boolean isWhole() {
        return length > 0 && !inBlock;
    }

    /** How many bytes wait for their blank line. */
    int length() {
        return length;
    }

    /** What has been taken; the next begins. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(event, length);
        length = 0;
        if (event.length > FIRST_SIZE * 64) {
            event = new byte[FIRST_SIZE];
        }
        return taken;
    }

    /** @return whether the byte has ended a block, or stands for itself */
    private boolean step(byte b) {
        if (b == '\n' && afterReturn) {
            afterReturn = false;
            return !inBlock;
        }
        afterReturn = b == '\r';
        boolean endOfLine = b == '\n' || b == '\r';
        boolean blank = endOfLine && !inLine;
        inLine = !endOfLine;
        inBlock = !blank;
        return blank;
    }

    private void append(byte[] bytes, int from, int to) {
        int needed = length + to - from;
        if (needed > event.length) {
            event = Arrays.copyOf(event, Math.max(needed, 2 * event.length));
        }
        System.arraycopy(bytes, from, event, length, to - from);
        length = needed;
    }
}
