/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.alert.Incident.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that is known of incidents, and what receivers are still to be told.
 *
 * @param outbox by the notifications' ids, the oldest first; what has been delivered stays for a day, so that nobody says it again
 */
record Book(Map<Key, Incident> incidents, Map<String, Notification> outbox) {

    static final Book EMPTY = new Book(Map.of(), Map.of());

    private static final Duration REMEMBERED = Duration.ofDays(1);

    Book {
        incidents = new LinkedHashMap<>(incidents);
        outbox = new LinkedHashMap<>(outbox);
    }

    /** The oldest that this receiver is to get, where nobody else is sending it. */
    Optional<Notification> next(String receiver, String process, Instant now) {
        return outbox.values().stream()
                .filter(notification -> notification.isWaitingFor(receiver))
                .findFirst()
                .filter(first -> !first.to(receiver).isTaken(process, now));
    }

    /** How many are still to be delivered to any of these. */
    long waiting(Collection<String> receivers) {
        return outbox.values().stream()
                .filter(notification -> receivers.stream().anyMatch(notification::isWaitingFor))
                .count();
    }

    /** Those that go on, and that receivers were told of. */
    Stream<Incident> firing() {
        return incidents.values().stream().filter(incident -> incident.phase() == Incident.Phase.FIRING);
    }

    Book with(Notification notification) {
        Book changed = new Book(incidents, outbox);
        changed.outbox.put(notification.id(), notification);
        return changed;
    }

    /** Nobody is sending anything. */
    Book withoutClaims() {
        Book free = new Book(incidents, outbox);
        free.outbox.replaceAll((id, notification) -> notification.lasting());
        return free;
    }

    /** The part of these alerts. */
    Book of(Predicate<String> alerts) {
        Book part = new Book(incidents, outbox);
        part.incidents.keySet().removeIf(key -> !alerts.test(key.alert()));
        part.outbox.values().removeIf(notification -> !alerts.test(notification.alert()));
        return part;
    }

    /** Both, of which nothing is in each. */
    Book and(Book other) {
        Book all = new Book(incidents, outbox);
        all.incidents.putAll(other.incidents);
        all.outbox.putAll(other.outbox);
        return all;
    }

    /**
     * What another book has come to know meanwhile.
     *
     * @param since what had changed before, this one has known already
     */
    Book merge(Book other, Instant since) {
        Book all = new Book(incidents, outbox);
        other.incidents.forEach((key, incident) -> {
            if (incident.changed().isAfter(since)) {
                all.incidents.merge(key, incident, Incident::merge);
            }
        });
        other.outbox.forEach((id, notification) -> {
            if (notification.at().isAfter(since) || all.outbox.containsKey(id)) {
                all.outbox.merge(id, notification, Notification::merge);
            }
        });
        return all;
    }

    /** Without what nobody needs any more. */
    Book tidied(Instant now) {
        Book kept = new Book(incidents, outbox);
        kept.outbox
                .values()
                .removeIf(notification -> !notification.isWaiting()
                        && notification.at().plus(REMEMBERED).isBefore(now));
        return kept;
    }

    /** What has to outlive a process: where two of these are equal, nothing is lost between them. */
    Book lasting() {
        Book lasting = new Book(incidents, outbox);
        lasting.incidents.replaceAll((key, incident) -> incident.lasting());
        lasting.outbox.replaceAll((id, notification) -> notification.lasting());
        return lasting;
    }
}
