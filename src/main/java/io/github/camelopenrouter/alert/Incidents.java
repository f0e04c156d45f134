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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

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
    private static final int MOST_NOTIFICATIONS = 2_000;

    /** @param receivers that are told */
    Book after(Book before, Look look, Collection<String> receivers) {
        Book book = before.tidied(look.at());
        find(book.incidents(), look);
        for (Map.Entry<Key, Incident> entry : new LinkedHashMap<>(book.incidents()).entrySet()) {
            Incident incident = entry.getValue();
            if (look.isUnknown(incident.alert()) && incident.isGoingOn()) {
                incident = incident.held(look.at(), node);
                book.incidents().put(entry.getKey(), incident);
            }
            move(book, incident, look, receivers);
        }
        return bounded(book);
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

    private void move(Book book, Incident incident, Look look, Collection<String> receivers) {
        Instant now = look.at();
        Key key = incident.key();
        switch (incident.phase()) {
            case FIRING -> {
                if (incident.isGone(now, settle)) {
                    tell(book, incident, Notification.State.RESOLVED, now, receivers);
                    book.incidents().put(key, incident.coolDown(now));
                } else if (incident.changed().equals(now)) {
                    tell(book, incident, Notification.State.FIRING, now, receivers);
                }
            }
            case SILENT -> {
                if (incident.isGone(now, settle)) {
                    book.incidents().put(key, incident.coolDown(now));
                } else if (!incident.since().plus(coolDown).isAfter(now)) {
                    Incident ringing = incident.fire(now);
                    book.incidents().put(key, ringing);
                    tell(book, ringing, Notification.State.FIRING, now, receivers);
                }
            }
            case COOLING -> {
                if (!incident.changed().plus(coolDown).isAfter(now)) {
                    book.incidents().remove(key);
                }
            }
        }
    }

    private void tell(
            Book book, Incident incident, Notification.State state, Instant now, Collection<String> receivers) {
        Notification notification = Notification.of(incident, state, now, node, receivers);
        book.outbox().putIfAbsent(notification.id(), notification);
    }

    /** A receiver that is away for weeks shall not fill memory: the oldest goes first, delivered or not. */
    private static Book bounded(Book book) {
        var oldest = book.outbox().values().iterator();
        while (book.outbox().size() > MOST_NOTIFICATIONS) {
            oldest.next();
            oldest.remove();
        }
        return book;
    }
}
