/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of an event stream between upstream and reader: first what may go out, then what has to wait. */
final class EventBuffer {

    private static final int FIRST_SIZE = 8 * 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    /** The next byte for the reader. */
    private int start;
    /** The end of what may go out. */
    private int ready;
    /** The end of what has come in. */
    private int filled;

    /** The array, to look at; whatever is put in may make it another one. */
    byte[] bytes() {
        return bytes;
    }

    int filled() {
        return filled;
    }

    /** The end of what may go out. */
    int ready() {
        return ready;
    }

    /** How many bytes may go out. */
    int available() {
        return ready - start;
    }

    int take(byte[] target, int offset, int length) {
        int count = Math.min(length, ready - start);
        System.arraycopy(bytes, start, target, offset, count);
        start += count;
        return count;
    }

    /** Everything up to this place may go out. */
    void release(int end) {
        ready = end;
    }

    /** Puts these bytes in place of those between two places; what stands behind moves. */
    void replace(int from, int to, byte[] by) {
        int rest = filled - to;
        int end = from + by.length;
        if (end + rest > bytes.length) {
            bytes = Arrays.copyOf(bytes, end + rest);
        }
        System.arraycopy(bytes, to, bytes, end, rest);
        System.arraycopy(by, 0, bytes, from, by.length);
        filled = end + rest;
    }

    /** The next byte for the reader. */
    int start() {
        return start;
    }

    /** Forgets what had to wait. */
    void dropWaiting() {
        filled = ready;
    }

    /**
     * Makes room for more, growing if it has to, and shrinking where it had to hold more than this once.
     *
     * @param mostBytes how much it may hold in all
     * @return whether there is room
     */
    boolean makeRoom(int mostBytes) {
        if (start > 0) {
            moveToFront(mostBytes);
        }
        if (filled == bytes.length && bytes.length < mostBytes) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, mostBytes));
        }
        return filled < Math.min(bytes.length, mostBytes);
    }

    private void moveToFront(int mostBytes) {
        int rest = filled - start;
        byte[] target = bytes.length > mostBytes && rest < mostBytes ? new byte[Math.max(FIRST_SIZE, rest)] : bytes;
        System.arraycopy(bytes, start, target, 0, rest);
        bytes = target;
        ready -= start;
        filled = rest;
        start = 0;
    }

    /** Reads once from the upstream; there must be room. */
    int fill(InputStream upstream) throws IOException {
        int read = upstream.read(bytes, filled, bytes.length - filled);
        filled += Math.max(read, 0);
        return read;
    }

    /** Puts these bytes behind all others, whatever the limit. */
    void append(byte[] more) {
        if (filled + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, filled + more.length);
        }
        System.arraycopy(more, 0, bytes, filled, more.length);
        filled += more.length;
    }
}
