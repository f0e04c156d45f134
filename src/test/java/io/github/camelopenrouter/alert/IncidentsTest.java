/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static io.github.camelopenrouter.alert.Notification.State.FIRING;
import static io.github.camelopenrouter.alert.Notification.State.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.AlertFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When somebody is told of what, minute by minute. */
class IncidentsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-30T00:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final List<String> RECEIVERS = List.of("webhook");

    private final Incidents first = machine("first");
    private final Incidents second = machine("second");
    private Book book = Book.EMPTY;
    private Instant now = BEGIN;

    private static Incidents machine(String node) {
        return new Incidents(node, Duration.ofMinutes(1), Duration.ofMinutes(10));
    }

    @Test
    void anOutageIsToldOnceAndItsEndOnce() {
        pass(Duration.ofMinutes(5), true);
        assertThat(told()).containsExactly("firing 00:00:00");
        pass(Duration.ofMinutes(20), false);
        assertThat(told()).containsExactly("firing 00:00:00", "resolved 00:05:50");
        assertThat(book.incidents()).isEmpty();
    }

    @Test
    void aGapShorterThanSettleIsNoEnd() {
        pass(Duration.ofMinutes(1), true);
        pass(Duration.ofSeconds(40), false);
        pass(Duration.ofMinutes(1), true);
        assertThat(told()).containsExactly("firing 00:00:00");
    }

    @Test
    void whatFlapsForANightRingsOnce() {
        for (int period = 0; period < 160; period++) {
            pass(Duration.ofMinutes(3), period % 2 == 0);
        }
        assertThat(told()).hasSize(2).first().isEqualTo("firing 00:00:00");
        assertThat(told().get(1)).startsWith("resolved");
    }

    @Test
    void aSecondOutageWithinTheCoolDownRingsWhenItHasLasted() {
        pass(Duration.ofMinutes(5), true);
        pass(Duration.ofMinutes(5), false);
        pass(Duration.ofMinutes(9), true); // from 00:10:00
        assertThat(told()).hasSize(2);
        pass(Duration.ofMinutes(3), true);
        assertThat(told()).hasSize(3).last().isEqualTo("firing 00:20:00");
        assertThat(notifications().get(2).since()).isEqualTo(BEGIN.plus(Duration.ofMinutes(10)));
        pass(Duration.ofMinutes(3), false);
        assertThat(told()).hasSize(4).last().asString().startsWith("resolved");
    }

    @Test
    void aSecondOutageBehindTheCoolDownRingsAtOnce() {
        pass(Duration.ofMinutes(5), true);
        pass(Duration.ofMinutes(17), false);
        pass(Duration.ofSeconds(10), true);
        assertThat(told()).hasSize(3).last().isEqualTo("firing 00:22:00");
    }

    @Test
    void aRuleThatCannotTellKeepsItsIncidentAndBeginsNone() {
        pass(Duration.ofMinutes(1), true);
        for (int look = 0; look < 60; look++) {
            step(first, new Look(now).unknown("rule"));
        }
        assertThat(told()).containsExactly("firing 00:00:00");
        pass(Duration.ofMinutes(2), false);
        assertThat(told()).hasSize(2).last().asString().startsWith("resolved");
        step(first, new Look(now).unknown("other-rule"));
        assertThat(told()).hasSize(2);
    }

    @Test
    void twoMachinesTellItOnceAndResolveItWhenNeitherSeesIt() {
        for (int look = 0; look < 30; look++) {
            step(first, found());
            step(second, found());
        }
        for (int look = 0; look < 30; look++) {
            step(first, nothing());
            step(second, found());
        }
        assertThat(told()).containsExactly("firing 00:00:00");
        for (int look = 0; look < 30; look++) {
            step(first, nothing());
            step(second, nothing());
        }
        assertThat(told()).hasSize(2).last().asString().startsWith("resolved");
    }

    @Test
    void aRestartIsNoEnd() {
        pass(Duration.ofMinutes(1), true);
        now = now.plus(Duration.ofMinutes(10));
        book = first.afterStart(book, now);
        step(first, nothing());
        pass(Duration.ofMinutes(1), true);
        assertThat(told()).containsExactly("firing 00:00:00");
    }

    @Test
    void anOutageThatEndedWhileNobodyLookedIsResolved() {
        pass(Duration.ofMinutes(1), true);
        now = now.plus(Duration.ofMinutes(10));
        book = first.afterStart(book, now);
        pass(Duration.ofMinutes(2), false);
        assertThat(told()).hasSize(2).last().asString().startsWith("resolved");
    }

    @Test
    void subjectsBeyondAThousandAreOneIncident() {
        List<AlertFinding> many = new ArrayList<>();
        for (int subject = 0; subject < 1_200; subject++) {
            many.add(new AlertFinding("model-" + subject, null, null, "It is slow."));
        }
        step(first, new Look(now).found("rule", many));
        assertThat(book.incidents()).hasSize(1_001).containsKey(new Incident.Key("rule", "other"));
    }

    @Test
    void whatBeginsWithTheFirstLookBehindACoolDownRingsAtOnce() {
        pass(Duration.ofMinutes(5), true);
        pass(Duration.ofMinutes(2), false);
        now = now.plus(Duration.ofHours(8)); // nobody has looked all night
        book = first.afterStart(book, now);
        pass(Duration.ofSeconds(10), true);
        assertThat(told()).hasSize(3).last().asString().startsWith("firing");
    }

    @Test
    void whatIsDeliveredMakesRoomForWhatIsNotAndTheRestIsCounted() {
        Incidents eager = new Incidents("first", Duration.ofMinutes(1), Duration.ZERO);
        LookResult firing = eager.after(Book.EMPTY, many(1_000), RECEIVERS);
        assertThat(firing.told()).hasSize(1_000);
        assertThat(firing.lost()).isEmpty();
        Book half = firing.book();
        for (Notification one : firing.told().subList(500, 1_000)) {
            half = half.with(one.with("webhook", one.to("webhook").ended(Delivery.State.DELIVERED)));
        }
        now = now.plus(Duration.ofMinutes(2));
        LookResult over = eager.after(half, nothing(), RECEIVERS);
        now = now.plus(STEP);
        LookResult again = eager.after(over.book(), many(1_000), RECEIVERS);
        assertThat(again.book().outbox()).hasSize(2_000);
        assertThat(again.lost()).containsExactlyElementsOf(firing.told().subList(0, 500));
        assertThat(again.book().waiting(RECEIVERS)).isEqualTo(2_000);
        assertThat(again.book().waiting(List.of("other"))).isZero();
    }

    private Look many(int subjects) {
        return new Look(now)
                .found(
                        "rule",
                        IntStream.range(0, subjects)
                                .mapToObj(subject -> new AlertFinding("model-" + subject, null, null, "It is slow."))
                                .toList());
    }

    @Test
    void whatAClientHasNamedIsOneLineAndBounded() {
        String name = "a\r\nBcc: everybody\u2028\u202e" + "x".repeat(1_000);
        step(first, new Look(now).found("rule", List.of(new AlertFinding(name, null, null, name + name))));
        AlertFinding told = notifications().get(0).finding();
        assertThat(told.subject()).hasSize(200).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u202e]");
        assertThat(told.text()).hasSize(500).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u202e]");
    }

    @Test
    void machinesThatHaveNotSeenEachOtherSayNothingTwiceOnceTheyHave() {
        pass(Duration.ofSeconds(10), true);
        Instant synced = now;
        Book alone = book; // what the first machine has in its file
        alone = first.after(alone, nothing(now.plus(Duration.ofMinutes(2))), RECEIVERS)
                .book();
        assertThat(alone.outbox().values()).extracting(Notification::state).containsExactly(FIRING, RESOLVED);
        Notification ended = List.copyOf(alone.outbox().values()).get(1);
        alone = alone.with(ended.with("webhook", ended.to().get("webhook").ended(Delivery.State.DELIVERED)));
        book = book.merge(alone, synced);
        assertThat(book.incidents().values()).extracting(Incident::phase).containsExactly(Incident.Phase.COOLING);
        now = now.plus(Duration.ofMinutes(3));
        step(second, nothing());
        assertThat(told()).hasSize(2);
        assertThat(List.copyOf(book.outbox().values()).get(1).isWaiting()).isFalse();
    }

    @Test
    void whatAnotherMachineHasEndedLongAgoDoesNotComeBackFromAFile() {
        pass(Duration.ofMinutes(1), true);
        Book old = book;
        Instant synced = now;
        pass(Duration.ofMinutes(30), false);
        assertThat(book.incidents()).isEmpty();
        assertThat(book.merge(old, synced).incidents()).isEmpty();
    }

    @Test
    void anIncidentHasBegunWhenTheFirstMachineSawIt() {
        Book other = second.after(Book.EMPTY, found(BEGIN.plusSeconds(30)), RECEIVERS)
                .book();
        step(first, found());
        Incident merged = book.merge(other, Instant.EPOCH).incidents().get(new Incident.Key("rule", "subject"));
        assertThat(merged.since()).isEqualTo(BEGIN);
        assertThat(merged.seen()).containsOnlyKeys("first", "second");
    }

    private void pass(Duration length, boolean isWrong) {
        for (long look = 0; look < length.toSeconds() / STEP.toSeconds(); look++) {
            step(first, isWrong ? found() : nothing());
        }
    }

    private void step(Incidents machine, Look look) {
        book = machine.after(book, look, RECEIVERS).book();
        now = now.plus(STEP);
    }

    private Look found() {
        return found(now);
    }

    private static Look found(Instant at) {
        return new Look(at).found("rule", List.of(new AlertFinding("subject", "2", "1", "It is wrong.")));
    }

    private Look nothing() {
        return nothing(now);
    }

    private static Look nothing(Instant at) {
        return new Look(at).found("rule", List.of());
    }

    private List<Notification> notifications() {
        return List.copyOf(book.outbox().values());
    }

    private List<String> told() {
        return notifications().stream()
                .map(one -> one.state().word() + " " + one.at().toString().substring(11, 19))
                .toList();
    }
}
