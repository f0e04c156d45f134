/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lines that calls leave, and takes them to the file, on a thread of its own, at once where it sleeps and within about
 * a millisecond else; what nobody wants any more by then is never made. While there is much to do it naps instead of sleeping,
 * for to be woken would cost each call more than to write.
 */
final class LineCourier implements Runnable {

    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(1);

    private final JournalWriter writer;
    private final Runnable lost;
    private final WaitingLines<Line> left = new WaitingLines<>();
    private volatile @Nullable Thread asleep;

    /** One that can wait. Safe for many threads. */
    interface Line {

        boolean isWanted();

        /** With its line break. */
        byte[] bytes();
    }

    /** @param lost told of each line that is not written, because the disk takes nothing */
    LineCourier(JournalWriter writer, Runnable lost) {
        this.writer = writer;
        this.lost = lost;
    }

    /** Leaves a line, and waits for nobody. */
    void take(Line line) {
        if (!left.addIfThereIsRoom(line)) {
            lost.run();
            return;
        }
        Thread sleeper = asleep;
        if (sleeper != null) {
            asleep = null;
            LockSupport.unpark(sleeper);
        }
    }

    /** Until the thread is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.interrupted()) {
                sleepUntilThereIsALine();
                handOver();
                writer.writeLeft();
                LockSupport.parkNanos(this, NAP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the journal is closed
        }
    }

    /** Gives the writer all that there is: who writes next, or closes it, writes that too. */
    void handOver() {
        for (Line line = left.poll(); line != null; line = left.poll()) {
            if (line.isWanted() && !writer.offer(line.bytes(), line::isWanted)) {
                lost.run();
            }
        }
    }

    private void sleepUntilThereIsALine() {
        asleep = Thread.currentThread();
        while (left.isEmpty() && !writer.hasWaiting() && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
            asleep = Thread.currentThread();
        }
        asleep = null;
    }
}
