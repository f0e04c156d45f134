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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * One thing that is, or lately was, wrong.
 *
 * @param alert the name of the rule
 * @param finding as it was found last
 * @param since when it was first found; of a cool-down, when that has begun
 * @param changed when its phase began
 * @param node that has found it last
 * @param seen when each machine has found it last
 */
record Incident(
        String alert,
        AlertFinding finding,
        Phase phase,
        Instant since,
        Instant changed,
        String node,
        Map<String, Instant> seen) {

    enum Phase {
        /** It goes on, and receivers have been told. */
        FIRING,
        /** It goes on, and receivers have not been told: it has begun within the cool-down of the one before. */
        SILENT,
        /** It is over, and what begins now is silent. */
        COOLING
    }

    /** What tells it from others. */
    record Key(String alert, String subject) {}

    Incident {
        seen = Map.copyOf(seen);
    }

    static Incident begin(String alert, AlertFinding finding, Phase phase, Instant now, String node) {
        return new Incident(alert, finding, phase, now, now, node, Map.of(node, now));
    }

    Key key() {
        return new Key(alert, finding.subject());
    }

    boolean isGoingOn() {
        return phase != Phase.COOLING;
    }

    boolean wasSeenBy(String machine) {
        return seen.containsKey(machine);
    }

    /** Whether it was over so long ago that what begins now is another. */
    boolean isForgotten(Instant now, Duration coolDown) {
        return phase == Phase.COOLING && !changed.plus(coolDown).isAfter(now);
    }

    /** Whether no machine has found it for so long. */
    boolean isGone(Instant now, Duration settle) {
        return seen.values().stream().allMatch(last -> !last.plus(settle).isAfter(now));
    }

    Incident seenAgain(AlertFinding found, Instant now, String machine) {
        return new Incident(alert, found, phase, since, changed, machine, with(machine, now));
    }

    /** Nobody can tell: what this machine has found holds. */
    Incident held(Instant now, String machine) {
        return wasSeenBy(machine)
                ? new Incident(alert, finding, phase, since, changed, node, with(machine, now))
                : this;
    }

    Incident fire(Instant now) {
        return new Incident(alert, finding, Phase.FIRING, since, now, node, seen);
    }

    Incident coolDown(Instant now) {
        return new Incident(alert, finding, Phase.COOLING, now, now, node, Map.of());
    }

    private Map<String, Instant> with(String machine, Instant now) {
        Map<String, Instant> all = new HashMap<>(seen);
        all.put(machine, now);
        return all;
    }

    /** What two books know of the same: the newest change wins, and it has begun when the first has seen it. */
    Incident merge(Incident other) {
        Incident newer = other.changed.isAfter(changed) ? other : this;
        Incident older = newer == this ? other : this;
        if (!newer.isGoingOn() || !older.isGoingOn()) {
            return newer;
        }
        Map<String, Instant> all = new HashMap<>(older.seen);
        newer.seen.forEach((machine, last) -> all.merge(machine, last, (one, two) -> one.isAfter(two) ? one : two));
        boolean isTold = phase == Phase.FIRING || other.phase == Phase.FIRING;
        return new Incident(
                alert,
                newer.finding,
                isTold ? Phase.FIRING : Phase.SILENT,
                older.since.isBefore(newer.since) ? older.since : newer.since,
                newer.changed,
                newer.node,
                all);
    }

    /** The same but for what need not outlive a process. */
    Incident lasting() {
        return new Incident(
                alert, new AlertFinding(finding.subject(), null, null, ""), phase, since, changed, "", Map.of());
    }
}
