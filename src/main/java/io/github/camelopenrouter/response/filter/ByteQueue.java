/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

/** Bytes on their way to a reader. */
final class ByteQueue {

    private static final int FIRST_SIZE = 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int start;
    private int end;

    boolean isEmpty() {
        return start == end;
    }

    int available() {
        return end - start;
    }

    void add(byte[] more, int from, int count) {
        if (end + count > bytes.length) {
            int rest = end - start;
            byte[] target = rest + count > bytes.length ? new byte[Math.max(rest + count, 2 * rest)] : bytes;
            System.arraycopy(bytes, start, target, 0, rest);
            bytes = target;
            start = 0;
            end = rest;
        }
        System.arraycopy(more, from, bytes, end, count);
        end += count;
    }

    /** As {@link java.io.InputStream#read} would, where nothing more comes. */
    int take(byte[] target, int offset, int length) {
        if (isEmpty()) {
            return -1;
        }
        int count = Math.min(length, end - start);
        System.arraycopy(bytes, start, target, offset, count);
        start += count;
        if (isEmpty()) {
            start = 0;
            end = 0;
            bytes = bytes.length > 64 * FIRST_SIZE ? new byte[FIRST_SIZE] : bytes;
        }
        return count;
    }
}
