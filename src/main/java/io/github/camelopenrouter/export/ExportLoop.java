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
import io.github.camelopenrouter.webhook.Backoff;
import io.github.camelopenrouter.webhook.Refusal;
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
 *
 * <p>It ends when it is told to, and at nothing else: an export that has died unseen would look like one without calls.
 */
final class ExportLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ExportLoop.class);
    private static final long A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Opens where the records come from; null where that is not there yet. */
    interface Opening {
        @Nullable
        Source open() throws IOException;
    }

    private final UsageEndpoint endpoint;
    private final Opening opening;
    private final Function<Parcel, @Nullable Refusal> receiver;
    private final @Nullable ExportDirectory directory;
    private final ExportSignals signals = new ExportSignals();
    private final CpuPace pace;
    private long lastSaid = System.nanoTime() - A_MINUTE;
    private boolean failing;
    private boolean hasListenerFailed;

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
        this.pace = new CpuPace(endpoint.component().share());
    }

    ExportSignals signals() {
        return signals;
    }

    @Override
    public void run() {
        try {
            tell(listener -> listener.begins(endpoint.name().value()));
            Backoff backoff = endpoint.newBackoff();
            while (!isHandedOn()) {
                signals.answer(signals.asked());
                if (signals.isStopping()) {
                    return;
                }
                signals.pause(longer(backoff.next(), pace.rest()));
            }
        } finally {
            signals.end();
        }
    }

    /** @return false if it has failed where nobody has foreseen it, and has to begin again from what it remembers */
    private boolean isHandedOn() {
        try (Source source = open()) {
            if (source != null) {
                signals.pause(endpoint.getLinger());
                handOn(source);
            }
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            failing = true;
            say("has failed, and begins again: " + Refusal.rootOf(e));
            return false;
        }
    }

    private @Nullable Source open() {
        while (true) {
            boolean last = signals.isStopping();
            try {
                Source source = opening.open();
                if (source != null || last) {
                    return source;
                }
            } catch (IOException e) {
                say("cannot begin: " + e);
            }
            signals.answer(signals.asked());
            signals.pause(endpoint.getLinger());
            if (signals.isStopping()) {
                return null;
            }
        }
    }

    private void handOn(Source source) {
        Backoff reading = endpoint.newBackoff();
        while (true) {
            long question = signals.asked();
            boolean last = signals.isStopping();
            Duration wait = endpoint.getLinger();
            Parcel parcel = null;
            try {
                parcel = source.next();
                reading.reset();
            } catch (IOException e) {
                wait = reading.next();
                say("cannot read the journal: " + e);
            }
            countDropped(source);
            if (parcel == null) {
                signals.answer(question);
                if (last) {
                    return;
                }
                signals.pause(longer(wait, pace.rest()));
            } else if (Thread.currentThread().isInterrupted() || !isDealtWith(parcel)) {
                return;
            } else {
                passed(source);
                signals.pause(parcel.isLast() ? longer(wait, pace.rest()) : pace.rest());
            }
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** @return false if it is left to the next start */
    private boolean isDealtWith(Parcel parcel) {
        Backoff backoff = endpoint.newBackoff();
        while (true) {
            long question = signals.asked();
            boolean last = signals.isStopping();
            Refusal refusal = receiver.apply(parcel);
            if (refusal == null) {
                recovered();
                return true;
            }
            if (refusal.isTooLarge() && parcel.records().size() > 1) {
                return areHalvesDealtWith(parcel);
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
            signals.answer(question);
            if (last) {
                return false;
            }
            signals.pause(longer(refusal.pause(), backoff.next()));
        }
    }

    /** What is too large together need not be so by itself. */
    private boolean areHalvesDealtWith(Parcel parcel) {
        for (Parcel half : JournalSource.halves(parcel, endpoint.getUnit())) {
            if (!isDealtWith(half)) {
                return false;
            }
        }
        return true;
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
            say("refused with " + refusal.text() + ", and cannot be set aside: " + e.getMessage());
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

    /** One that fails keeps nothing from the others, nor records from their receiver. */
    private void tell(Consumer<ExportListener> what) {
        for (ExportListener listener : endpoint.getCamelContext().getRegistry().findByType(ExportListener.class)) {
            try {
                what.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                if (!hasListenerFailed) { // once: what keeps failing shall not hide what the export has to say
                    hasListenerFailed = true;
                    LOG.warn("Export {}: a listener has failed: {}", endpoint.name(), Refusal.rootOf(e));
                }
            }
        }
    }
}
