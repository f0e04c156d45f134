/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.store.SharedDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where what was told is remembered: in a file, and in a store that several machines share. */
@Timeout(60)
class BooksTest {

    private static final List<String> RECEIVERS = List.of("webhook");
    private static final Instant BEGIN = Instant.parse("2026-11-30T00:00:00Z");

    @TempDir
    private Path home;

    @Test
    void aFileHasAllThatWasKnown() {
        Path directory = home.resolve("alerts");
        FileBook.in(directory).update(BEGIN, book -> look(book, "a", BEGIN, "rule"));
        FileBook next = FileBook.in(directory);
        assertThat(next.last()).isEqualTo(look(Book.EMPTY, "a", BEGIN, "rule"));
        assertThat(next.problem()).isNull();
    }

    @Test
    void aFileIsWrittenOnlyWhenARestartHasToKnowIt() throws IOException {
        Path directory = home.resolve("alerts");
        FileBook book = FileBook.in(directory);
        book.update(BEGIN, before -> look(before, "a", BEGIN));
        assertThat(directory).doesNotExist();
        book.update(BEGIN, before -> look(before, "a", BEGIN, "rule"));
        byte[] written = Files.readAllBytes(directory.resolve("book.json"));
        Instant later = BEGIN.plusSeconds(10);
        book.update(later, before -> look(before, "a", later, "rule"));
        assertThat(directory.resolve("book.json")).hasBinaryContent(written);
        assertThat(book.last().incidents().values())
                .extracting(incident -> incident.seen().get("a"))
                .containsExactly(later);
    }

    @Test
    void whatAKillHasLeftUnfinishedIsNotRead() throws IOException {
        Path directory = home.resolve("alerts");
        FileBook.in(directory).update(BEGIN, book -> look(book, "a", BEGIN, "rule"));
        Files.writeString(directory.resolve("book.json.next"), "{\"schema\":\"camel-open");
        FileBook next = FileBook.in(directory);
        assertThat(next.last().incidents()).hasSize(1);
        next.update(BEGIN, book -> look(book, "a", BEGIN, "rule", "other"));
        assertThat(FileBook.in(directory).last().incidents()).hasSize(2);
    }

    @Test
    void aTornFileBeginsAnew() throws IOException {
        Path directory = Files.createDirectories(home.resolve("alerts"));
        Files.writeString(directory.resolve("book.json"), "{\"schema\":\"camel-open");
        assertThat(FileBook.in(directory).last()).isEqualTo(Book.EMPTY);
    }

    @Test
    void aDirectoryThatCannotBeWrittenKeepsNobodyFromBeingTold() throws IOException {
        Path file = Files.createFile(home.resolve("alerts")); // a file where the directory should be
        FileBook book = FileBook.in(file);
        Book after = book.update(BEGIN, before -> look(before, "a", BEGIN, "rule"));
        assertThat(after.next("webhook", "a", BEGIN)).isPresent();
        assertThat(book.problem()).startsWith("the file of alerts cannot be written");
    }

    @Test
    void machinesOfOneStoreTellOnceAndResolveOnce() throws Exception {
        String url = Postgres.newDatabase();
        try (SharedDocuments one = SharedDocuments.open(url, home);
                SharedDocuments other = SharedDocuments.open(url, home)) {
            SharedBook a = new SharedBook(one.document(), FileBook.in(home.resolve("a")), "store-down"::equals, BEGIN);
            SharedBook b =
                    new SharedBook(other.document(), FileBook.in(home.resolve("b")), "store-down"::equals, BEGIN);
            both(
                    look -> a.update(at(look), book -> look(book, "a", at(look), "rule", "store-down")),
                    look -> b.update(at(look), book -> look(book, "b", at(look), "rule")));
            assertThat(told(a.last())).containsExactlyInAnyOrder("rule FIRING", "store-down FIRING");
            assertThat(told(b.last())).contains("rule FIRING").doesNotContain("store-down FIRING");
            Instant end = at(100);
            a.update(end, book -> look(book, "a", end));
            b.update(end, book -> look(book, "b", end));
            a.update(end, book -> look(book, "a", end));
            assertThat(told(a.last()))
                    .containsExactlyInAnyOrder(
                            "rule FIRING", "rule RESOLVED", "store-down FIRING", "store-down RESOLVED");
            assertThat(told(b.last())).containsExactly("rule FIRING", "rule RESOLVED");
        }
    }

    @Test
    void oneMachineOfTwoSends() throws Exception {
        String url = Postgres.newDatabase();
        try (SharedDocuments one = SharedDocuments.open(url, home);
                SharedDocuments other = SharedDocuments.open(url, home)) {
            SharedBook a = new SharedBook(one.document(), FileBook.inMemory(), "store-down"::equals, BEGIN);
            SharedBook b = new SharedBook(other.document(), FileBook.inMemory(), "store-down"::equals, BEGIN);
            a.update(BEGIN, book -> look(book, "a", BEGIN, "rule"));
            a.update(BEGIN, book -> claim(book, "a", BEGIN));
            Book seen = b.update(BEGIN, book -> book);
            assertThat(seen.next("webhook", "b", BEGIN)).isEmpty();
            assertThat(seen.next("webhook", "b", BEGIN.plus(Deliveries.LEASE))).isPresent(); // the first has died
        }
    }

    @Test
    void whileTheStoreIsAwayAMachineGoesOnAndBringsAlongWhatItHasTold() {
        StoreInMemory store = new StoreInMemory();
        SharedBook a = new SharedBook(store, FileBook.in(home.resolve("a")), "store-down"::equals, BEGIN);
        a.update(BEGIN, book -> look(book, "a", BEGIN, "rule"));
        store.isAway = true;
        Instant meanwhile = BEGIN.plusSeconds(120);
        a.update(meanwhile, book -> look(book, "a", meanwhile, "other"));
        a.update(meanwhile, book -> delivered(book, "other"));
        SharedBook restarted = new SharedBook(store, FileBook.in(home.resolve("a")), "store-down"::equals, BEGIN);
        store.isAway = false;
        Instant back = BEGIN.plusSeconds(130);
        Book after = restarted.update(back, book -> look(book, "a", back, "other"));
        assertThat(told(after)).containsExactlyInAnyOrder("rule FIRING", "rule RESOLVED", "other FIRING");
        assertThat(after.outbox().values().stream()
                        .filter(one -> one.alert().equals("other"))
                        .noneMatch(Notification::isWaiting))
                .isTrue();
        assertThat(store.document).contains("other").doesNotContain("synced");
    }

    @Test
    void aStartWaitsForTheStoresBookSoThatNothingIsToldTwice() {
        StoreInMemory store = new StoreInMemory();
        store.isAway = true;
        SharedBook late = new SharedBook(store, FileBook.inMemory(), "store-down"::equals, BEGIN);
        assertThat(late.isOpen(BEGIN.plusSeconds(29))).isFalse();
        store.isAway = false;
        assertThat(late.isOpen(BEGIN.plusSeconds(29))).isTrue();
        store.isAway = true;
        assertThat(late.isOpen(BEGIN.plusSeconds(29))).as("once it was there").isTrue();
    }

    @Test
    void aStartDoesNotWaitForeverForTheStore() {
        StoreInMemory store = new StoreInMemory();
        store.isAway = true;
        SharedBook alone = new SharedBook(store, FileBook.inMemory(), "store-down"::equals, BEGIN);
        assertThat(alone.isOpen(BEGIN.plusSeconds(30))).isTrue();
        assertThat(alone.update(BEGIN.plusSeconds(30), book -> look(book, "a", BEGIN.plusSeconds(30), "rule"))
                        .next("webhook", "a", BEGIN.plusSeconds(30)))
                .isPresent();
        assertThat(alone.problem()).isNull();
    }

    @Test
    void aDocumentOfTheStoreThatIsNoneBeginsAnew() {
        StoreInMemory store = new StoreInMemory();
        store.document = "{\"schema\":\"other\"}";
        SharedBook book = new SharedBook(store, FileBook.inMemory(), "store-down"::equals, BEGIN);
        assertThat(told(book.update(BEGIN, before -> look(before, "a", BEGIN, "rule"))))
                .containsExactly("rule FIRING");
        assertThat(store.document).contains("camel-openrouter/alerts/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"schema\":\"camel-openrouter/alerts/1\",\"synced\":\"yesterday\"}",
                "{\"schema\":\"camel-openrouter/alerts/1\",\"incidents\":[{}]}",
                "{\"schema\":\"camel-openrouter/alerts/1\",\"outbox\":[{\"state\":\"sideways\"}]}"
            })
    void aFileThatIsNoBookStopsNoStart(String document) throws IOException {
        Path directory = Files.createDirectories(home.resolve("alerts"));
        Files.writeString(directory.resolve("book.json"), document);
        assertThat(FileBook.in(directory).last().outbox()).isEmpty();
    }

    @Test
    void whatAProcessWasSendingWhenItDiedIsTheNextOnesToSend() {
        Path directory = home.resolve("alerts");
        FileBook book = FileBook.in(directory);
        book.update(BEGIN, before -> claim(look(before, "a", BEGIN, "rule"), "first process", BEGIN));
        assertThat(book.last().next("webhook", "second process", BEGIN)).isEmpty();
        assertThat(FileBook.in(directory).last().next("webhook", "second process", BEGIN))
                .isPresent();
    }

    @Test
    void whoseReceiverWantsToBeLeftAloneKeepsTheOthersAwayUntilThen() {
        Delivery failed = Delivery.NEW.claim("a", BEGIN.plusSeconds(60)).failed("a", BEGIN.plusSeconds(300));
        assertThat(failed.isTaken("b", BEGIN.plusSeconds(299))).isTrue();
        assertThat(failed.isTaken("b", BEGIN.plusSeconds(300))).isFalse();
        assertThat(failed.isTaken("a", BEGIN)).isFalse();
        assertThat(failed.attempts()).isEqualTo(1);
    }

    private static Instant at(int look) {
        return BEGIN.plusSeconds(look);
    }

    private interface Turn {
        void take(int look) throws Exception;
    }

    private static void both(Turn one, Turn other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<?>> turns = List.of(one, other).stream()
                    .<Future<?>>map(turn -> threads.submit(() -> {
                        begin.await();
                        for (int look : IntStream.range(0, 20).toArray()) {
                            turn.take(look);
                        }
                        return null;
                    }))
                    .toList();
            begin.countDown();
            for (Future<?> turn : turns) {
                turn.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Book look(Book before, String node, Instant now, String... wrong) {
        Look look = new Look(now);
        for (String rule : wrong) {
            look.found(rule, List.of(new AlertFinding("subject", null, null, "It is wrong.")));
        }
        return new Incidents(node, Duration.ofMinutes(1), Duration.ofMinutes(10))
                .after(before, look, RECEIVERS)
                .book();
    }

    private static Book claim(Book book, String node, Instant now) {
        Notification next = book.next("webhook", node, now).orElseThrow();
        return book.with(next.with("webhook", next.to().get("webhook").claim(node, now.plus(Deliveries.LEASE))));
    }

    private static Book delivered(Book book, String alert) {
        Notification told = book.outbox().values().stream()
                .filter(one -> one.alert().equals(alert))
                .findFirst()
                .orElseThrow();
        return book.with(told.with("webhook", told.to().get("webhook").ended(Delivery.State.DELIVERED)));
    }

    private static List<String> told(Book book) {
        return book.outbox().values().stream()
                .map(one -> one.alert() + " " + one.state())
                .toList();
    }
}
