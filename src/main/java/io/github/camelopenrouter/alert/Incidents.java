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
import io.github.camelopenrouter.alert.Incident.Phase;
import io.github.camelopenrouter.api.AlertFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes incidents of what rules find, look by look: a book and a look become another book. One incident is told once when it
 * begins and once when it is over, however many machines see it and however often it comes and goes within a cool-down.
 *
 * @param node this machine
 * @param settle what no machine has found for so long is over
 * @param coolDown what begins within it after an end is silent, and rings only when it has lasted as long itself
 */
record Incidents(String node, Duration settle, Duration coolDown) {

    static final int MOST = 1_000;

    /** The subject of what is found beyond the most that are told apart. */
    static final String OTHER = "other";

    /** Of the most that wait for receivers, and of those that have been delivered. */
    static final int MOST_NOTIFICATIONS = 2_000;

    /** @param receivers that are told */
    LookResult after(Book before, Look look, Collection<String> receivers) {
        Book book = before.tidied(look.at());
        List<Notification> told = new ArrayList<>();
        book.incidents().values().removeIf(incident -> incident.isForgotten(look.at(), coolDown));
        find(book.incidents(), look);
        for (Incident known : List.copyOf(book.incidents().values())) {
            Incident incident = held(known, look);
            book.incidents().put(incident.key(), incident);
            Notification.State news = move(book, incident, look.at());
            if (news != null) {
                Notification notification = Notification.of(incident, news, look.at(), node, receivers);
                if (book.outbox().putIfAbsent(notification.id(), notification) == null) {
                    told.add(notification);
                }
            }
        }
        return new LookResult(book, told, bound(book));
    }

    /** At a start: what went on when this machine was last seen may still do, for nobody has looked meanwhile. */
    Book afterStart(Book before, Instant now) {
        Book book = new Book(before.incidents(), before.outbox());
        book.incidents().replaceAll((key, incident) -> incident.isGoingOn() ? incident.held(now, node) : incident);
        return book;
    }

    private void find(Map<Key, Incident> incidents, Look look) {
        look.found()
                .forEach((alert, findings) -> findings.forEach(found -> {
                    AlertFinding finding = Wording.clean(found);
                    Key key = new Key(alert, finding.subject());
                    if (!incidents.containsKey(key) && incidents.size() >= MOST) {
                        finding =
                                new AlertFinding(OTHER, null, null, "More than " + MOST + " things are wrong at once.");
                        key = new Key(alert, OTHER);
                    }
                    AlertFinding told = finding;
                    incidents.merge(
                            key,
                            Incident.begin(alert, told, Phase.FIRING, look.at(), node),
                            (known, fresh) -> known.isGoingOn()
                                    ? known.seenAgain(told, look.at(), node)
                                    : Incident.begin(alert, told, Phase.SILENT, look.at(), node));
                }));
    }

    /** What a rule cannot tell goes on as it was. */
    private Incident held(Incident incident, Look look) {
        return look.isUnknown(incident.alert()) && incident.isGoingOn() ? incident.held(look.at(), node) : incident;
    }

    /** @return what receivers are to be told; null for nothing */
    private Notification.@Nullable State move(Book book, Incident incident, Instant now) {
        boolean isFiring = incident.phase() == Phase.FIRING;
        if (incident.isGoingOn() && incident.isGone(now, settle)) {
            book.incidents().put(incident.key(), incident.coolDown(now));
            return isFiring ? Notification.State.RESOLVED : null;
        }
        if (incident.phase() == Phase.SILENT && !incident.since().plus(coolDown).isAfter(now)) {
            book.incidents().put(incident.key(), incident.fire(now));
            return Notification.State.FIRING;
        }
        return isFiring && incident.changed().equals(now) ? Notification.State.FIRING : null;
    }

    /**
     * A receiver that is away for weeks shall not fill memory: what has been delivered goes first, then the oldest.
     *
     * @return those that somebody still waited for
     */
    private static List<Notification> bound(Book book) {
        int many = book.outbox().size() - MOST_NOTIFICATIONS;
        if (many <= 0) {
            return List.of();
        }
        List<Notification> going = book.outbox().values().stream()
                .sorted(Comparator.comparing(Notification::isWaiting)) // stable: the oldest of each come first
                .limit(many)
                .toList();
        going.forEach(notification -> book.outbox().remove(notification.id()));
        return going.stream().filter(Notification::isWaiting).toList();
    }
}
