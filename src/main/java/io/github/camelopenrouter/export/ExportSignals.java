/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the thread of an export and whoever stops it tell each other. */
final class ExportSignals {

    private static final long ANSWER_MILLIS = 200;

    // all under this object's monitor
    private boolean stopping;
    private boolean ended;
    private long asked;
    private long answered;

    /**
     * Whether all that is written by now has been handed on, or the receiver does not take it. Whoever asks has it try again at
     * once.
     */
    synchronized boolean isDone() {
        long question = ++asked;
        notifyAll();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
        while (answered < question && !ended) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !isWaited(left)) {
                break;
            }
        }
        return answered >= question || ended;
    }

    /** Hand on what is there, and end; what fails now is left to the next start. */
    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    synchronized long asked() {
        return asked;
    }

    synchronized void answer(long question) {
        answered = Math.max(answered, question);
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Shorter where somebody waits for the end. */
    synchronized void pause(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (!stopping && asked == answered) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return;
            }
            stopping = !isWaited(left) || stopping;
        }
    }

    /** Whether nobody has interrupted this thread meanwhile. */
    private boolean isWaited(long millis) {
        try {
            wait(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
