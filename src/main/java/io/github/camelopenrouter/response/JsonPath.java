/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.util.Arrays;

/** Where a {@link JsonScanner} stands: how deep, in objects or arrays, and under which keys of the first levels. */
final class JsonPath {

    private static final int LEVELS = 5;
    private static final int LONGEST_KEY = 32;

    private final byte[][] keys = new byte[LEVELS][LONGEST_KEY];
    /** Of a longer key the length is counted on, so it equals no key that is asked for. */
    private final int[] keyLengths = new int[LEVELS];
    /** One bit for each level: whether it is an array. */
    private long[] arrays = new long[LEVELS];

    private int depth;

    void clear() {
        depth = 0;
    }

    int depth() {
        return depth;
    }

    boolean isArray() {
        return (arrays[depth >> 6] & 1L << depth) != 0;
    }

    void open(boolean array) {
        depth++;
        int word = depth >> 6;
        if (word >= arrays.length) {
            arrays = Arrays.copyOf(arrays, arrays.length * 2);
        }
        if (array) {
            arrays[word] |= 1L << depth;
        } else {
            arrays[word] &= ~(1L << depth);
        }
        beginKey();
    }

    void close() {
        depth--;
    }

    void beginKey() {
        if (depth < LEVELS) {
            keyLengths[depth] = 0;
        }
    }

    /** The next bytes of the key. */
    void key(byte[] bytes, int from, int to) {
        if (depth < LEVELS) {
            int length = keyLengths[depth];
            if (length + to - from <= LONGEST_KEY) {
                System.arraycopy(bytes, from, keys[depth], length, to - from);
            }
            keyLengths[depth] = length + to - from;
        }
    }

    /** The key holds an escape, so it is none that is asked for. */
    void spoilKey() {
        if (depth < LEVELS) {
            keyLengths[depth] += LONGEST_KEY + 1;
        }
    }

    /** Whether the value at this depth stands under this key; depths 1 to 4 are known. */
    boolean isKey(int atDepth, byte[] name) {
        if (keyLengths[atDepth] != name.length) {
            return false;
        }
        byte[] key = keys[atDepth];
        return key[0] == name[0] && Arrays.equals(key, 0, name.length, name, 0, name.length);
    }
}
