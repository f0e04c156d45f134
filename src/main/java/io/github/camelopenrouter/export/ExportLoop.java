/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.spi.ExportListener;
import io.github.camelopenrouter.usage.CpuPace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on one parcel after the other. One that is not taken is tried again for as long as it takes, and so each goes at least
 * once, in order; one that will never be taken is set aside. Where there is no journal each is tried once.
 */
final class ExportLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ExportLoop.class);
    private static final long A_MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long ANSWER_MILLIS = 200;

    /** Opens where the records come from; null where that is not there yet. */
    interface Opening {
        @Nullable
        Source open() throws IOException;
    }

    private final UsageEndpoint endpoint;
    private final Opening opening;
    private final Function<Parcel, @Nullable Refusal> receiver;
    private final @Nullable ExportDirectory directory;
    private long lastSaid = System.nanoTime() - A_MINUTE;
    private boolean failing;
    // under this object's monitor
    private boolean stopping;
    private boolean ended;
    private long asked;
    private long answered;

    /** @param directory null where there is no journal */
    ExportLoop(
            UsageEndpoint endpoint,
            Opening opening,
            Function<Parcel, @Nullable Refusal> receiver,
            @Nullable ExportDirectory directory) {
        this.endpoint = endpoint;
        this.opening = opening;
        this.receiver = receiver;
        this.directory = directory;
    }

    @Override
    public void run() {
        tell(listener -> listener.begins(endpoint.name().value()));
        try {
            pause(endpoint.getLinger());
            Source source = open();
            if (source != null) {
                try (source) {
                    handOn(source);
                }
            }
        } catch (IOException e) {
            LOG.warn("Export {}: {}", endpoint.name(), e.toString());
        } finally {
            end();
        }
    }

    private @Nullable Source open() {
        while (true) {
            boolean last = isStopping();
            try {
                Source source = opening.open();
                if (source != null || last) {
                    return source;
                }
            } catch (IOException e) {
                say("cannot begin: " + e);
            }
            answer(asked());
            pause(endpoint.getLinger());
            if (isStopping()) {
                return null;
            }
        }
    }

    private void handOn(Source source) {
        CpuPace pace = new CpuPace(endpoint.component().share());
        while (true) {
            long question = asked();
            boolean last = isStopping();
            Parcel parcel = next(source);
            countDropped(source);
            if (parcel == null) {
                answer(question);
                if (last) {
                    return;
                }
                pause(endpoint.getLinger());
            } else if (Thread.currentThread().isInterrupted() || !isDealtWith(parcel)) {
                return;
            } else {
                passed(source);
                pause(parcel.isLast() ? endpoint.getLinger() : pace.rest());
            }
        }
    }

    private @Nullable Parcel next(Source source) {
        try {
            return source.next();
        } catch (IOException e) {
            say("cannot read the journal: " + e);
            return null;
        }
    }

    /** @return false if it is left to the next start */
    private boolean isDealtWith(Parcel parcel) {
        Duration backoff = endpoint.getBackoff();
        while (true) {
            long question = asked();
            boolean last = isStopping();
            Refusal refusal = receiver.apply(parcel);
            if (refusal == null) {
                recovered();
                return true;
            }
            if (directory == null) {
                drop(parcel.records().size(), refusal.text());
                return true;
            }
            if (refusal.isFinal() && isSetAside(parcel, refusal, directory)) {
                return true;
            }
            failing = true;
            say("not taken, and tried again: " + refusal.text());
            answer(question);
            if (last) {
                return false;
            }
            pause(refusal.pause().compareTo(backoff) > 0 ? refusal.pause() : backoff);
            backoff = backoff.multipliedBy(2);
            backoff = backoff.compareTo(endpoint.getMaxBackoff()) > 0 ? endpoint.getMaxBackoff() : backoff;
        }
    }

    private boolean isSetAside(Parcel parcel, Refusal refusal, ExportDirectory aside) {
        try {
            LOG.warn(
                    "Export {}: refused with {}, and set aside as {}",
                    endpoint.name(),
                    refusal.text(),
                    aside.reject(parcel, Instant.now()));
            tell(listener -> listener.rejected(endpoint.name().value()));
            return true;
        } catch (IOException e) {
            say("refused with " + refusal.text() + ", and cannot be set aside: " + e);
            return false;
        }
    }

    private void countDropped(Source source) {
        long lost = source instanceof RecentCalls recent ? recent.takeDropped() : 0;
        if (lost > 0) {
            drop(lost, "more than " + RecentCalls.MOST + " wait");
        }
    }

    private void drop(long records, String why) {
        tell(listener -> listener.dropped(endpoint.name().value(), records));
        say(records + " records are lost, for there is no openrouter.data-dir: " + why);
    }

    private void passed(Source source) {
        try {
            source.passed();
        } catch (IOException e) {
            say("cannot remember how far it is: " + e);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            lastSaid = System.nanoTime() - A_MINUTE;
            LOG.info("Export {}: taken again", endpoint.name());
        }
    }

    private void say(String what) {
        long now = System.nanoTime();
        if (now - lastSaid >= A_MINUTE) {
            lastSaid = now;
            LOG.warn("Export {}: {}", endpoint.name(), what);
        }
    }

    private void tell(Consumer<ExportListener> what) {
        endpoint.getCamelContext()
                .getRegistry()
                .findByType(ExportListener.class)
                .forEach(what);
    }

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

    /** Hands on what is there, and ends; what fails now is left to the next start. */
    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private synchronized long asked() {
        return asked;
    }

    private synchronized void answer(long question) {
        answered = Math.max(answered, question);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Shorter where somebody waits for the end. */
    private synchronized void pause(Duration length) {
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
