/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Logback appender for the access log of the standalone gateway: a thread of its own formats the lines and writes those of
 * {@link #PAUSE_NANOS} at once. A line and a system call for each request, and a wake-up for each line, took a quarter of
 * the CPU that the request itself needs.
 *
 * <p>Nobody ever waits for standard output: where nobody reads that, lines are dropped once {@link #MOST_WAITING} of them
 * wait. What waits when it is stopped is still written, if that takes no longer than {@link #LONGEST_STOP_MILLIS}.
 */
public final class BatchingConsoleAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    static final int MOST_WAITING = 8_192;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_STOP_MILLIS = 2_000;

    private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream console;
    private @Nullable Encoder<ILoggingEvent> encoder;
    private @Nullable Thread writer;

    /** On standard output as it is now. */
    public BatchingConsoleAppender() {
        this(System.out);
    }

    BatchingConsoleAppender(PrintStream console) {
        this.console = console;
    }

    /** How a line looks. */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    @Override
    public void start() {
        Encoder<ILoggingEvent> look = encoder;
        if (look == null) {
            addError("The appender " + getName() + " needs an encoder.");
            return;
        }
        Thread thread = new Thread(() -> write(look), "openrouter-access-log");
        thread.setDaemon(true);
        writer = thread;
        super.start();
        thread.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        waiting.offer(event);
    }

    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        super.stop();
        Thread last = requireNonNull(writer);
        last.interrupt();
        try {
            last.join(LONGEST_STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Encoder<ILoggingEvent> look) {
        List<ILoggingEvent> batch = new ArrayList<>();
        while (isStarted()) {
            try {
                batch.add(waiting.take());
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (InterruptedException e) {
                continue; // stopped
            }
            write(batch, look);
        }
        write(batch, look);
    }

    private void write(List<ILoggingEvent> batch, Encoder<ILoggingEvent> look) {
        waiting.drainTo(batch);
        batch.forEach(event -> encode(event, look));
        batch.clear();
        console.write(bytes.toByteArray(), 0, bytes.size());
        console.flush();
        bytes.reset();
    }

    private void encode(ILoggingEvent event, Encoder<ILoggingEvent> look) {
        try {
            bytes.writeBytes(look.encode(event));
        } catch (RuntimeException e) {
            addError("A line could not be formatted", e);
        }
    }
}
