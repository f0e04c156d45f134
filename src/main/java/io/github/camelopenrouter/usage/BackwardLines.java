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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file from its end to its beginning, as far as it is written when it is opened: a file of any length takes
 * the memory of one line. Others may go on to append to it.
 */
final class BackwardLines implements AutoCloseable {

    private static final int PIECE = 64 * 1024;

    /** No record is so long: what is, a power cut has left there. */
    private static final int LONGEST = 1 << 20;

    private final RandomAccessFile file;
    /** What stands in front of this has not been read. */
    private long unread;
    /** What has been read and not been handed out, up to {@link #end}. */
    private byte[] bytes = new byte[0];

    private int end;
    /** Behind this there is no line break in front of {@link #end}. */
    private int searched;

    BackwardLines(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        file = new RandomAccessFile(path.toFile(), "r");
        unread = file.length();
    }

    /** Without its line break; null in front of the first one. */
    byte @Nullable [] next() throws IOException {
        while (true) {
            while (searched > 0) {
                searched--;
                if (bytes[searched] == '\n') {
                    return cut(searched + 1);
                }
            }
            if (unread == 0) {
                return end == 0 ? null : cut(0);
            }
            readPiece();
        }
    }

    private byte[] cut(int from) {
        byte[] line = Arrays.copyOfRange(bytes, from, end);
        end = Math.max(from - 1, 0);
        searched = end;
        return line;
    }

    private void readPiece() throws IOException {
        int length = (int) Math.min(PIECE, unread);
        int kept = end > LONGEST ? 0 : end;
        byte[] joined = new byte[length + kept];
        unread -= length;
        file.seek(unread);
        file.readFully(joined, 0, length);
        System.arraycopy(bytes, 0, joined, length, kept);
        bytes = joined;
        end = joined.length;
        searched = length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
