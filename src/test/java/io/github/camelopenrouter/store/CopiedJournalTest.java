/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.usage.UsageQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two journals with one id, as a copied volume makes them, and a journal whose id is gone: nothing is lost or counts twice. */
@Timeout(120)
class CopiedJournalTest {

    private static final UsageQuery ALL = UsageQuery.ALL;

    @TempDir
    private Path home;

    /** Both write on; the other's position is that at which this one's batch would end. */
    @Test
    void aCallThatEndsAtTheOthersPositionIsNotTakenForStored() throws Exception {
        String url = Postgres.newDatabase();
        try (StoreFixture one = new StoreFixture(home.resolve("one"), url);
                LogRecorder log = LogRecorder.record()) {
            one.write("2026-10-31", lines(0, 10));
            one.start();
            one.caughtUp();
            copy(home.resolve("one/usage"), home.resolve("copy/usage"));
            try (StoreFixture copy = new StoreFixture(home.resolve("copy"), url)) {
                copy.start();
                copy.caughtUp();
                one.write("2026-10-31", lines(10, 15));
                one.caughtUp();
                copy.write("2026-10-31", lines(100, 105));
                copy.caughtUp();
                one.write("2026-10-31", lines(15, 20));
                one.caughtUp();

                assertThat(one.select("select count(*) from usage_record")).containsExactly("25");
                assertThat(one.fromStore(ALL)).contains("\"calls\" : 25").contains("\"spend\" : \"2.5\"");
                assertThat(one.select("select count(*) from usage_position")).containsExactly("2");
                assertThat(log.lines()).anyMatch(line -> line.contains("this one gets an id of its own"));
            }
        }
    }

    /** Started when the other is ahead: in the same file, or in one that this journal does not have. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-10-31", "2026-11-01"})
    void aCopyThatStartsBehindTheOtherIsReadFromItsBegin(String day) throws Exception {
        String url = Postgres.newDatabase();
        try (StoreFixture one = new StoreFixture(home.resolve("one"), url)) {
            one.write("2026-10-31", lines(0, 10));
            one.start();
            one.caughtUp();
            copy(home.resolve("one/usage"), home.resolve("copy/usage"));
            one.write(day, lines(10, 40));
            one.caughtUp();
            one.finish();
            try (StoreFixture copy = new StoreFixture(home.resolve("copy"), url)) {
                copy.write("2026-10-31", lines(100, 105));
                copy.start();

                assertThat(copy.caughtUp().fromStore(ALL)).contains("\"calls\" : 45");
            }
        }
    }

    /** H2 would count all of it again: somebody has to say which is wanted. */
    @Test
    void h2RefusesAJournalThatIsNotTheOneItHasRead() throws Exception {
        try (StoreFixture store = new StoreFixture(home, "h2")) {
            store.write("2026-10-30", lines(0, 10));
            store.write("2026-10-31", lines(10, 20));
            store.start();
            store.caughtUp();
            store.finish();
            Files.delete(home.resolve("usage/usage-2026-10-31.1.jsonl"));
            store.write("2026-10-31", lines(100, 120)); // a backup was restored, and went on
            store.start();

            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() != null);
            assertThat(store.ingest().problem())
                    .startsWith("H2 has read another journal than that in")
                    .contains("stop the gateway and remove the directory store beside it")
                    .endsWith("the sums are made again from the journal.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no id", "missing"})
    void h2KnowsTheJournalWhoseIdIsDamaged(String text) throws Exception {
        try (StoreFixture store = new StoreFixture(home, "h2")) {
            Path id = storeOfTwentyCalls(store);
            String before = Files.readString(id);
            damage(id, text);
            store.write("2026-10-31", lines(20, 25));
            store.start();

            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 25");
            assertThat(id).hasContent(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no id", "missing"})
    void postgreSqlReadsAJournalWhoseIdIsDamagedUnderAnother(String text) throws Exception {
        try (StoreFixture store = new StoreFixture(home, Postgres.newDatabase())) {
            damage(storeOfTwentyCalls(store), text);
            store.write("2026-10-31", lines(20, 25));
            store.start();

            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 25");
        }
    }

    @Test
    void whereNobodyKnowsWhatH2HasReadItSaysWhatToRemove() throws Exception {
        try (StoreFixture store = new StoreFixture(home, "h2")) {
            Path id = storeOfTwentyCalls(store);
            damage(id, "");
            Files.delete(home.resolve("usage/usage-2026-10-31.1.jsonl"));
            store.write("2026-10-31", lines(100, 120));
            store.start();

            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() != null);
            assertThat(store.ingest().problem())
                    .startsWith(id + " holds no id of a journal")
                    .contains("remove this file and the directory store beside");
        }
    }

    /** The same calls at the same time in two journals, such as a copy and what it was made of. */
    @Test
    void twoJournalsWithTheSameCallsAtTheSameTimeCountThemOnce() throws Exception {
        String url = Postgres.newDatabase();
        try (StoreFixture one = new StoreFixture(home.resolve("one"), url);
                StoreFixture other = new StoreFixture(home.resolve("other"), url)) {
            one.write("2026-10-31", lines(0, 2_000));
            other.write("2026-10-31", lines(0, 2_000));
            one.start();
            other.start();
            one.caughtUp();
            other.caughtUp();

            assertThat(one.select("select sum(calls) from usage_hour")).containsExactly("2000");
            assertThat(one.fromStore(ALL)).contains("\"spend\" : \"200\"");
        }
    }

    private static Path storeOfTwentyCalls(StoreFixture store) throws IOException {
        store.write("2026-10-31", lines(0, 20));
        store.start();
        store.caughtUp();
        store.finish();
        return store.settings.data().resolve("usage/journal-id");
    }

    private static void damage(Path id, String text) throws IOException {
        if (text.equals("missing")) {
            Files.delete(id);
        } else {
            Files.writeString(id, text);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static List<String> lines(int from, int to) {
        return PostgresOutageTest.lines(from, to);
    }
}
