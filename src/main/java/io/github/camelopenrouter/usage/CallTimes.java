/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long calls took, in whole milliseconds: exactly, as long as there are few different times, and then within 2 %, for a
 * report may have thousands of rows and each of them millions of calls.
 */
final class CallTimes {

    /** So many different ones are told apart exactly. */
    private static final int EXACT = 128;

    /** Of a longer time so many leading bits count. */
    private static final int BITS = 7;

    /** In their order. */
    private int[] times = new int[4];

    private int[] calls = new int[4];
    private int different;
    private long count;
    private boolean rounded;

    void add(JsonNode value) {
        add(value, 1);
    }

    /** @param more 1, or -1 for a call that was added before and is to be taken back */
    void add(JsonNode value, int more) {
        if (value.isNumber()) {
            add((int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.round(value.doubleValue()))), more);
            count += more;
        }
    }

    /** Adds others: what comes of it is as if all of their calls had been added here. */
    void add(CallTimes others) {
        if (others.rounded && !rounded) {
            roundAll();
        }
        for (int at = 0; at < others.different; at++) {
            add(others.times[at], others.calls[at]);
        }
        count += others.count;
    }

    /** What {@link #parse} reads: whether they are rounded, and of each the distance to the one before and its calls. */
    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 * different + 1);
        bytes.write(rounded ? 1 : 0);
        int before = 0;
        for (int at = 0; at < different; at++) {
            if (calls[at] != 0) {
                write(times[at] - before, bytes);
                write(zigZag(calls[at]), bytes);
                before = times[at];
            }
        }
        return bytes.toByteArray();
    }

    static CallTimes parse(byte[] bytes) {
        CallTimes read = new CallTimes();
        if (bytes.length == 0) {
            return read;
        }
        read.rounded = bytes[0] == 1;
        ByteBuffer rest = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int time = 0;
        while (rest.hasRemaining()) {
            time += read(rest);
            int coded = read(rest);
            int calls = coded >>> 1 ^ -(coded & 1);
            read.add(time, calls);
            read.count += calls;
        }
        return read;
    }

    /** What was taken back before it came, in another batch, is less than none. */
    private static int zigZag(int value) {
        return value << 1 ^ value >> 31;
    }

    /** Seven bits a byte, the lowest first; all but the last have the eighth. */
    private static void write(int value, ByteArrayOutputStream out) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static int read(ByteBuffer in) {
        int value = 0;
        int shift = 0;
        byte one;
        do {
            one = in.get();
            value |= (one & 0x7f) << shift;
            shift += 7;
        } while (one < 0);
        return value;
    }

    private void add(int millis, int more) {
        int time = rounded ? round(millis) : millis;
        int at = Arrays.binarySearch(times, 0, different, time);
        if (at >= 0) {
            calls[at] += more;
        } else if (different < EXACT || rounded) {
            insert(-at - 1, time, more);
        } else {
            roundAll();
            add(millis, more);
        }
    }

    private void insert(int at, int time, int more) {
        if (different == times.length) {
            times = Arrays.copyOf(times, 2 * different);
            calls = Arrays.copyOf(calls, 2 * different);
        }
        System.arraycopy(times, at, times, at + 1, different - at);
        System.arraycopy(calls, at, calls, at + 1, different - at);
        times[at] = time;
        calls[at] = more;
        different++;
    }

    private void roundAll() {
        int[] exact = Arrays.copyOf(times, different);
        rounded = true;
        different = 0;
        for (int at = 0; at < exact.length; at++) {
            add(exact[at], calls[at]); // writes no further than it has read
        }
    }

    private static int round(int millis) {
        int dropped = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(millis) - BITS);
        return millis >> dropped << dropped;
    }

    /** By the nearest rank; null where no call has a time. */
    @Nullable
    Integer percentile(int percent) {
        long rank = (count * percent + 99) / 100;
        for (int at = 0; at < different; at++) {
            rank -= calls[at];
            if (rank <= 0) {
                return times[at];
            }
        }
        return null;
    }
}
