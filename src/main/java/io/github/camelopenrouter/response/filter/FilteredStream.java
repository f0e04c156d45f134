/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.response.EventStream;
import io.github.camelopenrouter.response.WholeEvents;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the filters of a call let through of its event stream: whole events only, each with the bytes that it came with unless
 * a filter has changed a text in it, and an end in the way of the API where one has ended it.
 *
 * <p>What came is reported by the {@link EventStream}, to those who settle the attempt; what the client sees of its end is
 * reported for itself.
 */
public final class FilteredStream extends InputStream implements WholeEvents {

    private final EventStream upstream;
    private final StreamFiltering filtering;
    /** One reads; who closes meanwhile leaves the end to it. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile boolean closed;

    FilteredStream(EventStream upstream, StreamFiltering filtering) {
        this.upstream = upstream;
        this.filtering = filtering;
    }

    /**
     * Waits until something goes out, or the answer has ended: as long as the filters hold all of it, its client waits as it
     * does for the first content, and gets signs of life.
     */
    public void awaitFirst() throws IOException {
        reading.lock();
        try {
            receive();
        } finally {
            reading.unlock();
            endIfClosed();
        }
    }

    @Override
    public boolean isAtBoundary() {
        return filtering.isAtBoundary();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        reading.lock();
        try {
            receive();
            return filtering.out().take(target, offset, length);
        } finally {
            reading.unlock();
            endIfClosed();
        }
    }

    @Override
    public int available() {
        return filtering.out().available();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        upstream.close();
        endIfClosed();
    }

    private void receive() throws IOException {
        while (filtering.out().isEmpty() && !filtering.hasEnded()) {
            filtering.receive();
        }
    }

    private void endIfClosed() {
        if (closed && reading.tryLock()) {
            try {
                if (!filtering.hasEnded()) {
                    filtering.endUnread();
                }
            } finally {
                reading.unlock();
            }
        }
    }
}
