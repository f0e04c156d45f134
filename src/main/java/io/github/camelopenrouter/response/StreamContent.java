/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind an {@link OwnedStream}, for those of Camel's expressions and data formats that look behind a wrapped
 * file: a search finds its words and takes nothing away, others read the answer as it comes. No stream itself: Camel would
 * cache it.
 */
final class StreamContent implements StreamCache, Readable, Closeable {

    private final OwnedStream stream;
    private @Nullable Reader reader;

    StreamContent(OwnedStream stream) {
        this.stream = stream;
    }

    OwnedStream stream() {
        return stream;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(stream.peek());
    }

    @Override
    public int read(CharBuffer target) throws IOException {
        if (reader == null) {
            reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
        }
        return reader.read(target);
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public void reset() {
        // a search leaves nothing to go back to
    }

    /** Camel takes null as "share the original". */
    @Override
    public @Nullable StreamCache copy(Exchange exchange) {
        return null;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    /** Unknown, as Camel spells it. */
    @Override
    public long length() {
        return 0;
    }

    @Override
    public long position() {
        return -1;
    }
}
