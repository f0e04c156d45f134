/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The little of HTTP/1.1 that both ends of a test need. */
final class HttpLines {

    private HttpLines() {}

    /** The next line without its end, null at the end of the stream. */
    static String read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                line.write(next);
            }
            next = in.read();
        }
        return next < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
    }

    /** By name in any case; values of a repeated header are joined by a comma. */
    static Map<String, String> readHeaders(InputStream in) throws IOException {
        return byName(readHeaderLines(in));
    }

    /** The lines of a head up to the blank one, as they come. */
    static List<String> readHeaderLines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String header = read(in); header != null && !header.isEmpty(); header = read(in)) {
            lines.add(header);
        }
        return lines;
    }

    static Map<String, String> byName(List<String> headerLines) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headerLines) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon),
                    header.substring(colon + 1).trim(),
                    (first, second) -> first + ", " + second);
        }
        return headers;
    }

    /** A body in chunks, or with an EOFException where the connection ends before it does. */
    static InputStream chunked(InputStream in) {
        return new Chunked(in);
    }

    /** A body of this length, or with an EOFException where the connection ends before it does. */
    static InputStream limited(InputStream in, long length) {
        return new Limited(in, length);
    }

    private abstract static class Body extends InputStream {

        final InputStream in;
        long left;

        Body(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        int take(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("The connection was closed within the body");
            }
            left -= read;
            return read;
        }
    }

    private static final class Limited extends Body {

        Limited(InputStream in, long length) {
            super(in, length);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            return left == 0 ? -1 : take(bytes, offset, length);
        }
    }

    private static final class Chunked extends Body {

        private boolean ended;

        Chunked(InputStream in) {
            super(in, 0);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int read = take(bytes, offset, length);
            if (left == 0) {
                HttpLines.read(in);
            }
            return read;
        }

        private void nextChunk() throws IOException {
            String size = HttpLines.read(in);
            if (size == null) {
                throw new EOFException("The connection was closed within the body");
            }
            left = Long.parseLong(size, 16);
            ended = left == 0;
            if (ended) {
                HttpLines.read(in);
            }
        }
    }
}
