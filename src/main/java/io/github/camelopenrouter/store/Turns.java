/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When the thread that reads the journal rests, who wakes it, and whom it tells that it has come to the end. */
final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Condition done = lock.newCondition();
    private long asked;
    private long answered;
    private int waiting;
    private boolean finishing;

    /** What is written by now is read in this turn. */
    long begin() {
        lock.lock();
        try {
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /**
     * It has come to the end of the journal, and waits for more.
     *
     * @return whether it shall go on
     */
    boolean endOf(long turn, Duration idle) {
        lock.lock();
        try {
            answered = Math.max(answered, turn);
            done.signalAll();
            waitUnlessAsked(idle);
            return !finishing || answered < asked;
        } finally {
            lock.unlock();
        }
    }

    /** Between two batches: not while somebody waits for the end. */
    void rest(Duration time) {
        lock.lock();
        try {
            waitUnlessAsked(time);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Before it tries again what has failed; nobody waits for that.
     *
     * @return whether it shall go on
     */
    boolean pause(Duration time) {
        lock.lock();
        try {
            if (!finishing) {
                woken.awaitNanos(time.toNanos());
            }
            return !finishing;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Somebody who has given up is nobody: a long journal is read at the usual pace then. */
    private boolean isAsked() {
        return waiting > 0 && answered < asked;
    }

    private void waitUnlessAsked(Duration time) {
        try {
            long rest = time.toNanos();
            while (rest > 0 && !isAsked() && !finishing) {
                rest = woken.awaitNanos(rest);
            }
        } catch (InterruptedException e) {
            finishing = true;
        }
    }

    /** Waits until the end of what is written by now has been reached. */
    boolean await(Duration patience) {
        lock.lock();
        try {
            long mine = ++asked;
            waiting++;
            woken.signalAll();
            long rest = patience.toNanos();
            while (rest > 0 && answered < mine) {
                rest = done.awaitNanos(rest);
            }
            return answered >= mine;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** The next end is the last. */
    void finish() {
        lock.lock();
        try {
            finishing = true;
            asked++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * In front of the first turn: nobody is kept from starting.
     *
     * @return whether nobody has ended it
     */
    boolean awaitFirst(Duration time) {
        lock.lock();
        try {
            waitUnlessAsked(time);
            return !finishing;
        } finally {
            lock.unlock();
        }
    }
}
