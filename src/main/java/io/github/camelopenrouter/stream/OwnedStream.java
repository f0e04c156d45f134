/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * An open upstream answer that belongs to whoever receives the message: end of file or {@link #close()} frees the
 * upstream, nothing else does.
 *
 * <p>It says that it is a {@link StreamCache}, which it is not, so that no stream caching, the host's or the stock one
 * around Kamelets, reads it into memory: a Camel stream cache is left as it is. It can be read once.
 */
public final class OwnedStream extends FilterInputStream implements StreamCache {

    public OwnedStream(InputStream upstream) {
        super(upstream);
    }

    /** Whether what has been read so far ends between two events of an event stream. */
    boolean isBetweenEvents() {
        return in instanceof EventStream events && events.isAtBoundary();
    }

    /** Camel rewinds caches between steps; what has been read of a live stream stays read. */
    @Override
    public void reset() {
        // a live stream has no beginning to go back to
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        transferTo(out);
    }

    /** No second reader can be given: Camel takes null as "share the original". */
    @Override
    public StreamCache copy(Exchange exchange) {
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
