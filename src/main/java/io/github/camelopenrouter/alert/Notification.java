/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.api.Sha256;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What receivers are told of one incident: that it has begun, or that it is over.
 *
 * @param id follows from the incident, so that machines which find the same thing say the same thing
 * @param at when it was made
 * @param since when the incident has begun
 * @param to by the names of the receivers
 */
record Notification(
        String id,
        String alert,
        State state,
        AlertFinding finding,
        Instant since,
        Instant at,
        String node,
        Map<String, Delivery> to) {

    private static final int ID_BYTES = 16;

    enum State {
        FIRING,
        RESOLVED;

        String word() {
            return this == FIRING ? "firing" : "resolved";
        }
    }

    Notification {
        to = Map.copyOf(to);
    }

    static Notification of(Incident incident, State state, Instant now, String node, Collection<String> receivers) {
        return new Notification(
                idOf(incident, state),
                incident.alert(),
                state,
                incident.finding(),
                incident.since(),
                now,
                node,
                receivers.stream().collect(Collectors.toMap(name -> name, name -> Delivery.NEW)));
    }

    private static String idOf(Incident incident, State state) {
        String all = String.join(
                "\n",
                incident.alert(),
                incident.finding().subject(),
                incident.since().toString(),
                state.word());
        return Sha256.hex(all, ID_BYTES);
    }

    boolean isWaiting() {
        return to.values().stream().anyMatch(Delivery::isWaiting);
    }

    /** The receivers that have not got it. */
    List<String> waitingFor() {
        return to.keySet().stream().filter(this::isWaitingFor).sorted().toList();
    }

    boolean isWaitingFor(String receiver) {
        Delivery delivery = to.get(receiver);
        return delivery != null && delivery.isWaiting();
    }

    /** How it fares with this receiver. */
    Delivery to(String receiver) {
        return to.getOrDefault(receiver, Delivery.NEW);
    }

    Notification with(String receiver, Delivery delivery) {
        Map<String, Delivery> all = new LinkedHashMap<>(to);
        all.put(receiver, delivery);
        return with(all);
    }

    private Notification with(Map<String, Delivery> all) {
        return new Notification(id, alert, state, finding, since, at, node, all);
    }

    Notification merge(Notification other) {
        Map<String, Delivery> all = new LinkedHashMap<>(to);
        other.to.forEach((receiver, delivery) -> all.merge(receiver, delivery, Delivery::merge));
        return with(all);
    }

    Notification lasting() {
        Map<String, Delivery> all = new LinkedHashMap<>();
        to.forEach((receiver, delivery) -> all.put(receiver, delivery.lasting()));
        return with(all);
    }

    /** What a receiver gets. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("alert", alert)
                .put("state", state.word())
                .put("subject", finding.subject())
                .put("since", since.toString())
                .put("text", finding.text())
                .put("value", finding.value())
                .put("threshold", finding.threshold())
                .put("node", node);
    }
}
