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
 * Takes the lines that calls have left to the file, on a thread of its own, at once where it sleeps and within about a
 * millisecond else. While there is much to do it naps instead of sleeping, for to be woken would cost each call
 * more than to write.
 */
final class LineCourier implements Runnable {

    private static final long NAP = TimeUnit.MILLISECONDS.toNanos(1);

    private final JournalWriter writer;
    private volatile @Nullable Thread asleep;

    LineCourier(JournalWriter writer) {
        this.writer = writer;
    }

    /** There is a line. */
    void come() {
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
                writer.writeLeft();
                LockSupport.parkNanos(this, NAP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the journal is closed
        }
    }

    private void sleepUntilThereIsALine() {
        asleep = Thread.currentThread();
        while (!writer.hasWaiting() && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
            asleep = Thread.currentThread();
        }
        asleep = null;
    }
}
