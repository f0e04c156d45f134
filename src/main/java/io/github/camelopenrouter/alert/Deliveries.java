/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What receivers of this process fetch from the book, and what has come of it. Safe for many threads. */
final class Deliveries {

    /** For so long nobody else sends what one process is sending; longer than an HTTP receiver may take to connect and to answer. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final AlertBook book;
    private final AlertListeners listeners;
    private final Clock clock;
    private final String process;
    private final AtomicLong lost = new AtomicLong();
    private final Map<String, Last> last = new ConcurrentSkipListMap<>();

    /**
     * What has come of a receiver's last notification.
     *
     * @param failure null where it was delivered
     * @param isFinal whether it will never be
     */
    private record Last(Instant at, @Nullable String failure, boolean isFinal) {

        String failedAt(String receiver) {
            return receiver + ": " + failure + " at " + at;
        }
    }

    /** @param node this machine, on which there may be several processes of one store */
    Deliveries(AlertBook book, AlertListeners listeners, Clock clock, String node) {
        this.book = book;
        this.listeners = listeners;
        this.clock = clock;
        this.process = node + "/" + UUID.randomUUID();
    }

    /** What this receiver is to be told next, this process's to send for {@link #LEASE}; empty where there is nothing, or another is about to. */
    Optional<Notification> claim(String receiver) throws IOException {
        Instant now = clock.instant();
        if (book.last().next(receiver, process, now).isEmpty() || !book.isOpen(now)) {
            return Optional.empty();
        }
        Notification[] claimed = new Notification[1];
        book.update(now, before -> {
            Optional<Notification> next = before.next(receiver, process, now);
            claimed[0] = next.orElse(null);
            return next.map(notification -> before.with(notification.with(
                            receiver, notification.to(receiver).claim(process, now.plus(LEASE)))))
                    .orElse(before);
        });
        return Optional.ofNullable(claimed[0]);
    }

    void delivered(Notification notification, String receiver) throws IOException {
        change(notification, receiver, delivery -> delivery.ended(Delivery.State.DELIVERED));
        last.put(receiver, new Last(now(), null, false));
        listeners.notified(receiver, "delivered");
    }

    /** @param pause for so long nobody tries it again */
    void failed(Notification notification, String receiver, String why, Duration pause) throws IOException {
        last.put(receiver, new Last(now(), why, false));
        listeners.notified(receiver, "failed");
        Instant end = clock.instant().plus(pause);
        change(notification, receiver, delivery -> delivery.failed(process, end));
    }

    void dropped(Notification notification, String receiver, String why) throws IOException {
        last.put(receiver, new Last(now(), why, true));
        LOG.warn(
                "Alert {}: the receiver {} will never take it, and is not told: {}",
                notification.alert(),
                receiver,
                why);
        listeners.notified(receiver, "dropped");
        change(notification, receiver, delivery -> delivery.ended(Delivery.State.DROPPED));
    }

    /** There was no room for them any more. */
    void lost(List<Notification> notifications) {
        for (Notification notification : notifications) {
            lost.incrementAndGet();
            notification.waitingFor().forEach(receiver -> listeners.notified(receiver, "lost"));
        }
        if (!notifications.isEmpty()) {
            LOG.warn(
                    "{} notifications of alerts are lost, the oldest is of {}: more than {} wait for receivers",
                    notifications.size(),
                    notifications.get(0).alert(),
                    Incidents.MOST_NOTIFICATIONS);
        }
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

    /** Notifications that nobody will get, since the start. */
    long lost() {
        return lost.get();
    }

    /** Of the receivers that have not taken their last one, why and when; null where all have. */
    @Nullable
    String lastFailure() {
        return failures(false);
    }

    /** The same of those that never will. */
    @Nullable
    String refused() {
        return failures(true);
    }

    private @Nullable String failures(boolean onlyFinal) {
        String found = last.entrySet().stream()
                .filter(each -> each.getValue().failure() != null)
                .filter(each -> each.getValue().isFinal() || !onlyFinal)
                .map(each -> each.getValue().failedAt(each.getKey()))
                .collect(Collectors.joining("; "));
        return found.isEmpty() ? null : found;
    }

    /** When each receiver has taken its last one; null where none has. */
    @Nullable
    String lastDelivered() {
        String found = last.entrySet().stream()
                .filter(each -> each.getValue().failure() == null)
                .map(each -> each.getKey() + ": " + each.getValue().at())
                .collect(Collectors.joining("; "));
        return found.isEmpty() ? null : found;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
