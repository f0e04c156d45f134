/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertListener;
import io.github.camelopenrouter.spi.AlertRule;
import io.github.camelopenrouter.spi.NotYetKnownException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alerts of a process: what rules have found becomes incidents, and receivers fetch what they are to tell. Safe for many threads. */
final class Alerts {

    /** Its name in the registry. */
    static final String BEAN = "openrouter-alert-service";

    /** For so long nobody else sends what one machine is sending; longer than an HTTP receiver may take to connect and to answer. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final CamelContext context;
    private final AlertBook book;
    private final Incidents incidents;
    private final Clock clock;
    private final Reports reports = new Reports();
    private final Set<String> receivers = new ConcurrentSkipListSet<>();
    private final Map<String, Instant> saidOfRules = new ConcurrentHashMap<>();
    private final Set<String> everFired = new ConcurrentSkipListSet<>();
    private boolean isFirstLook = true;
    private volatile @Nullable String lastFailure;

    Alerts(CamelContext context, AlertBook book, Incidents incidents, Clock clock) {
        this.context = context;
        this.book = book;
        this.incidents = incidents;
        this.clock = clock;
    }

    /** Empty where nobody has asked for alerts. */
    static Optional<Alerts> find(CamelContext context) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(BEAN, Alerts.class));
    }

    Look begin() {
        return new Look(clock.instant().truncatedTo(ChronoUnit.MILLIS)); // as all times of records
    }

    /** Asks a rule. One that fails holds back no other. */
    void ask(AlertRule rule, Look look) {
        try {
            look.found(rule.name(), rule.look(look.at()));
        } catch (NotYetKnownException e) {
            look.unknown(rule.name());
        } catch (Exception | LinkageError e) {
            look.unknown(rule.name());
            say(rule.name(), look.at(), e);
        }
    }

    private void say(String rule, Instant now, Throwable failure) {
        Instant last = saidOfRules.get(rule);
        if (last == null || !last.plus(A_MINUTE).isAfter(now)) {
            saidOfRules.put(rule, now);
            LOG.warn("Alert {}: it cannot be told whether something is wrong: {}", rule, AlertFailure.rootOf(failure));
        }
    }

    /** Asks the rules that nobody has asked at this look, those of the host and of routes, and keeps what is known now. */
    void end(Look look) throws IOException {
        for (AlertRule rule : context.getRegistry().findByType(AlertRule.class)) {
            if (!look.isTold(rule.name())) {
                ask(rule, look);
            }
        }
        reports.takeInto(look);
        boolean first = isFirstLook;
        Book now = book.update(look.at(), before -> {
            Book known = first ? incidents.afterStart(before, look.at()) : before;
            return incidents.after(known, look, receivers);
        });
        isFirstLook = false;
        tellFiring(now);
        wake();
    }

    private void tellFiring(Book now) {
        Map<String, Integer> firing =
                new TreeMap<>(everFired.stream().collect(Collectors.toMap(alert -> alert, alert -> 0)));
        now.incidents().values().stream()
                .filter(incident -> incident.phase() == Incident.Phase.FIRING)
                .forEach(incident -> firing.merge(incident.alert(), 1, Integer::sum));
        everFired.addAll(firing.keySet());
        firing.forEach((alert, count) -> tell(listener -> listener.firing(alert, count)));
    }

    /** What a route of the operator's has found. */
    void report(String rule, AlertFinding finding) {
        reports.add(rule, finding);
    }

    void add(String receiver) {
        receivers.add(receiver);
    }

    void remove(String receiver) {
        receivers.remove(receiver);
    }

    Collection<String> receivers() {
        return Set.copyOf(receivers);
    }

    /** What this receiver is to be told next, this machine's to send for {@link #LEASE}; empty where there is nothing, or another machine is about to. */
    Optional<Notification> claim(String receiver) throws IOException {
        Instant now = clock.instant();
        if (book.last().next(receiver, incidents.node(), now).isEmpty()) {
            return Optional.empty();
        }
        Notification[] claimed = new Notification[1];
        book.update(now, before -> {
            Optional<Notification> next = before.next(receiver, incidents.node(), now);
            claimed[0] = next.orElse(null);
            return next.map(notification -> before.with(notification.with(
                            receiver, notification.to(receiver).claim(incidents.node(), now.plus(LEASE)))))
                    .orElse(before);
        });
        return Optional.ofNullable(claimed[0]);
    }

    void delivered(Notification notification, String receiver) throws IOException {
        change(notification, receiver, delivery -> delivery.ended(Delivery.State.DELIVERED));
        tell(listener -> listener.notified(receiver, "delivered"));
    }

    void failed(Notification notification, String receiver, String why) throws IOException {
        lastFailure = receiver + ": " + why;
        tell(listener -> listener.notified(receiver, "failed"));
        change(notification, receiver, Delivery::failed);
    }

    void dropped(Notification notification, String receiver, String why) throws IOException {
        lastFailure = receiver + ": " + why;
        LOG.warn(
                "Alert {}: the receiver {} will never take it, and is not told: {}",
                notification.alert(),
                receiver,
                why);
        tell(listener -> listener.notified(receiver, "dropped"));
        change(notification, receiver, delivery -> delivery.ended(Delivery.State.DROPPED));
    }

    private void change(Notification notification, String receiver, UnaryOperator<Delivery> how) throws IOException {
        book.update(clock.instant(), before -> {
            Notification known = before.outbox().get(notification.id());
            Delivery delivery = known == null ? null : known.to().get(receiver);
            return known == null || delivery == null || !delivery.isWaiting()
                    ? before
                    : before.with(known.with(receiver, how.apply(delivery)));
        });
    }

    private void tell(Consumer<AlertListener> what) {
        for (AlertListener listener : context.getRegistry().findByType(AlertListener.class)) {
            try {
                what.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                LOG.debug("A listener to alerts has failed", e);
            }
        }
    }

    Book book() {
        return book.last();
    }

    /** Why the book, or the last that a receiver refused, is not well; null where all is. */
    @Nullable
    String problem() {
        return book.problem();
    }

    @Nullable
    String lastFailure() {
        return lastFailure;
    }

    synchronized void wake() {
        notifyAll();
    }

    /** Until there may be something new, or so long. */
    synchronized void await(Duration most) throws InterruptedException {
        wait(Math.max(1, most.toMillis()));
    }
}
