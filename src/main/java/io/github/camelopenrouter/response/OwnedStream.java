/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.apache.camel.WrappedFile;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * An open upstream answer that belongs to whoever receives the message: end of file or {@link #close()} frees the
 * upstream. Who replaces it in the message ends the call, see {@link StreamOwner}; what nobody can read any more ends with
 * the garbage collection.
 *
 * <p>It says that it is a {@link WrappedFile}, Camel's word for a body that is not in the message but behind it. So the log
 * and the tracer show it without a look at what is in it, and no stream caching, the host's or the stock one around
 * Kamelets, reads it into memory.
 *
 * <p>It can be read once. Its text is another matter ({@link OwnedStreamConverters}): a log that is told to show streams
 * asks for it by the same words as an expression, so whoever asks gets it and takes nothing away. From then on the rest of
 * the answer is held here.
 */
public final class OwnedStream extends InputStream implements WrappedFile<InputStream> {

    /** A copy of the exchange has so much time for each read, as one in a queue may need. */
    private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES);

    private static final Cleaner CLEANER = Cleaner.create();

    private final InputStream upstream;
    private final Cleaner.Cleanable call;
    private final StreamContent content = new StreamContent(this);
    /** One reads or asks for the text; it does not keep a close waiting. */
    private final ReentrantLock reading = new ReentrantLock();

    /** What is still to be read where somebody has asked for the text, else null: the upstream is read as it comes. */
    private byte @Nullable [] held;

    private int start;
    /** How the upstream broke while the text was asked for: the reader is told behind what had come until then. */
    private @Nullable IOException broken;

    private volatile boolean ended;
    /** How often somebody has read. */
    private volatile long reads;

    private volatile boolean closed;

    public OwnedStream(InputStream upstream) {
        this.upstream = upstream;
        this.call = CLEANER.register(this, () -> IOHelper.close(upstream));
    }

    /** Whether what has been read so far ends between two events of an event stream. */
    public boolean isBetweenEvents() {
        return held == null ? upstream instanceof WholeEvents events && events.isAtBoundary() : start == held.length;
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
            reads++;
            return held == null ? readUpstream(target, offset, length) : readHeld(held, target, offset, length);
        } finally {
            reading.unlock();
            Reference.reachabilityFence(this); // it is not forgotten while it is read
        }
    }

    @Override
    public int available() throws IOException {
        return held == null ? upstream.available() : held.length - start;
    }

    /** Everything that is still to be read, as soon as it is there; it stays to be read. */
    byte[] peek() throws IOException {
        return peek((bytes, from) -> Arrays.copyOfRange(bytes, from, bytes.length));
    }

    String peek(Charset charset) throws IOException {
        return peek((bytes, from) -> new String(bytes, from, bytes.length - from, charset));
    }

    @Override
    public InputStream getFile() {
        return this;
    }

    @Override
    public Object getBody() {
        return content;
    }

    /** Not known. */
    @Override
    public long getFileLength() {
        return -1;
    }

    /** Its exchange has ended without it: it is closed as soon as nobody has read from it, or waited to, for a minute. */
    void closeUnlessRead() {
        closeUnlessRead(LATER);
    }

    void closeUnlessRead(Executor later) {
        if (!closed && !ended) {
            later.execute(new UnreadCheck(new WeakReference<>(this), reads, later));
        }
    }

    /** Does not keep the answer alive. */
    private record UnreadCheck(WeakReference<OwnedStream> answer, long readsBefore, Executor later)
            implements Runnable {
        @Override
        public void run() {
            OwnedStream stream = answer.get();
            if (stream != null && stream.reads == readsBefore && !stream.reading.isLocked()) {
                stream.close();
            } else if (stream != null) {
                stream.closeUnlessRead(later);
            }
        }
    }

    /** Whatever is held can still be read. */
    @Override
    public void close() {
        closed = true;
        call.clean();
    }

    /** What a logger or tracer, which must not read the stream, shows in its place. */
    @Override
    public String toString() {
        return OwnedStreamConverters.NOT_READ;
    }

    private <T> T peek(BiFunction<byte[], Integer, T> look) throws IOException {
        reading.lock();
        try {
            if (held == null) {
                held = rest();
            }
            if (broken != null) {
                throw broken;
            }
            return look.apply(held, start);
        } finally {
            reading.unlock();
        }
    }

    private int readUpstream(byte[] target, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        if (closed) {
            throw new IOException("The answer was closed before its end");
        }
        int read = upstream.read(target, offset, length);
        if (read < 0) {
            ended = true;
            call.clean();
        }
        return read;
    }

    private int readHeld(byte[] text, byte[] target, int offset, int length) throws IOException {
        if (start == text.length && broken != null) {
            throw broken;
        }
        int count = Math.min(length, text.length - start);
        System.arraycopy(text, start, target, offset, count);
        start += count;
        return count == 0 ? -1 : count;
    }

    private byte[] rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        byte[] piece = new byte[8 * 1024];
        try {
            for (int read = readUpstream(piece, 0, piece.length); read >= 0; ) {
                rest.write(piece, 0, read);
                read = readUpstream(piece, 0, piece.length);
            }
        } catch (IOException e) {
            broken = e;
        }
        return rest.toByteArray();
    }
}
