/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchingConsoleAppenderTest {

    private final LoggerContext context = new LoggerContext();
    private final RecordedOutput output = new RecordedOutput();
    private final BatchingConsoleAppender console = started(new BatchingConsoleAppender(new PrintStream(output)));

    @Test
    void writesALineWithoutWaitingForMore() {
        console.doAppend(line("one"));

        Awaitility.await().untilAsserted(() -> assertThat(output.text()).isEqualTo("one\n"));
        console.stop();
    }

    @Test
    void writesWhatWaitsInOrderWhenItIsStopped() {
        append(1_000);
        console.stop();

        assertThat(output.lines()).isEqualTo(names(1_000));
    }

    @Test
    void takesFewerWritesThanLines() {
        append(1_000);
        console.stop();

        assertThat(output.writes.get()).isLessThan(500);
    }

    @Test
    void dropsLinesInsteadOfWaitingForAnOutputThatNobodyReads() {
        CountDownLatch read = new CountDownLatch(1);
        BatchingConsoleAppender stuck = started(new BatchingConsoleAppender(new PrintStream(new OutputStream() {
            @Override
            public void write(int b) {
                await(read);
            }
        })));

        IntStream.range(0, 3 * BatchingConsoleAppender.MOST_WAITING).forEach(i -> stuck.doAppend(line("line")));

        read.countDown(); // reached at all: nobody has waited
        stuck.stop();
    }

    @Test
    void goesOnAfterALineThatCannotBeFormatted() {
        console.doAppend(line("broken"));
        console.doAppend(line("next"));
        console.stop();

        assertThat(output.lines()).containsExactly("next");
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .anyMatch(status -> status.getMessage().contains("could not be formatted"));
    }

    @Test
    void saysThatItNeedsAnEncoder() {
        BatchingConsoleAppender bare = new BatchingConsoleAppender();
        bare.setContext(context);
        bare.start();

        assertThat(bare.isStarted()).isFalse();
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .anyMatch(status -> status.getMessage().contains("needs an encoder"));
    }

    @Test
    void takesNothingAfterItsStop() {
        console.stop();
        console.doAppend(line("late"));

        assertThat(output.text()).isEmpty();
    }

    private void append(int count) {
        names(count).forEach(name -> console.doAppend(line(name)));
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
    }

    private BatchingConsoleAppender started(BatchingConsoleAppender appender) {
        appender.setContext(context);
        appender.setEncoder(new LineEncoder());
        appender.start();
        return appender;
    }

    private LoggingEvent line(String text) {
        return new LoggingEvent("", context.getLogger("access"), Level.INFO, text, null, null);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class LineEncoder extends EncoderBase<ILoggingEvent> {
        @Override
        public byte[] headerBytes() {
            return null;
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            if (event.getMessage().equals("broken")) {
                throw new IllegalStateException("no such line");
            }
            return (event.getMessage() + "\n").getBytes(UTF_8);
        }

        @Override
        public byte[] footerBytes() {
            return null;
        }
    }

    private static final class RecordedOutput extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public synchronized void write(int b) {
            bytes.write(b);
        }

        @Override
        public synchronized void write(byte[] source, int from, int length) {
            writes.incrementAndGet();
            bytes.write(source, from, length);
        }

        synchronized String text() {
            return bytes.toString(UTF_8);
        }

        List<String> lines() {
            return text().lines().toList();
        }
    }
}
