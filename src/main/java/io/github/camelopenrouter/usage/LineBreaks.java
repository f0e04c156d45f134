/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.IOException;
import java.io.RandomAccessFile;

/** Where lines end in a file that is read from its end. */
public final class LineBreaks {

    private static final int PIECE = 64 * 1024;

    private LineBreaks() {}

    /** The position behind the last line break in front of another position; 0 where there is none. */
    public static long endOfLine(RandomAccessFile bytes, long position) throws IOException {
        byte[] piece = new byte[PIECE];
        long to = position;
        while (to > 0) {
            int length = (int) Math.min(PIECE, to);
            long from = to - length;
            bytes.seek(from);
            bytes.readFully(piece, 0, length);
            for (int at = length - 1; at >= 0; at--) {
                if (piece[at] == '\n') {
                    return from + at + 1;
                }
            }
            to = from;
        }
        return 0;
    }
}
