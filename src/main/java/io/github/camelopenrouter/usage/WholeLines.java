/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, also while it grows. To make texts of them would cost several times as much. */
final class WholeLines implements AutoCloseable {

    private final InputStream in;
    private final byte[] piece = new byte[64 * 1024];
    private int at;
    private int filled;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);

    WholeLines(InputStream in) {
        this.in = in;
    }

    /** Without its line break; null where the file has no further whole one yet. */
    byte @Nullable [] next() throws IOException {
        while (true) {
            int end = at;
            while (end < filled && piece[end] != '\n') {
                end++;
            }
            line.write(piece, at, end - at);
            at = end;
            if (at < filled) {
                at++;
                byte[] whole = line.toByteArray();
                line.reset();
                return whole;
            }
            if (!isFilled()) {
                return null;
            }
        }
    }

    /** What stands behind the last whole one by now. */
    byte[] unfinished() {
        return line.toByteArray();
    }

    private boolean isFilled() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(piece));
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
