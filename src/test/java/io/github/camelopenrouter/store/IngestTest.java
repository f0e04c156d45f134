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

import io.github.camelopenrouter.store.StoreFixture.Kind;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.UsageQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the journal holds gets into the store once, whatever stands in it and whatever happens to the store. */
@Timeout(120)
class IngestTest {

    private static final UsageQuery ALL = UsageQuery.ALL;

    @TempDir
    private Path data;

    /** One call is none that a table can have, one line is damaged, one amount is none: all the others are there. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void setsAsideWhatTheStoreRefusesAndNothingElse(Kind kind) throws Exception {
        List<String> lines = lines(0, 300);
        String large = CallLine.at("2026-10-31T08:00:00Z", 1_001).cost("1e38").toString();
        String damaged = "{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"x\",}";
        String nonsense =
                CallLine.at("2026-10-31T08:00:00Z", 1_002).cost("much").toString();
        try (StoreFixture store = new StoreFixture(data, kind);
                LogRecorder log = LogRecorder.record()) {
            store.write("2026-10-31", lines.subList(0, 120));
            store.write("2026-10-31", List.of(large));
            store.write("2026-10-31", List.of(damaged, nonsense));
            store.write("2026-10-31", lines.subList(120, 300));
            store.start();
            store.caughtUp();

            assertThat(store.fromStore(ALL)).contains("\"calls\" : 300").contains("\"spend\" : \"30\"");
            assertThat(store.ingest().rejected()).isEqualTo(3);
            assertThat(store.ingest().stored()).isEqualTo(300);
            assertThat(store.rejected()).hasSize(3).contains(large, damaged, nonsense);
            assertThat(log.lines()).anyMatch(line -> line.contains("has refused 3 records"));
            store.write("2026-10-31", lines(300, 301));
            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 301");
        }
    }

    /** A client chooses the names of its models, and the tags. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void takesWhateverAClientHasNamed(Kind kind) throws Exception {
        List<String> names =
                List.of("'", "\"; drop table usage_hour; --", "a\0b", "%_\\", "{\"served\":\"x\"}", "\ud800", "❤");
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write(
                    "2026-10-31",
                    IntStream.range(0, names.size())
                            .mapToObj(n -> CallLine.at("2026-10-31T08:00:00Z", n)
                                    .model(names.get(n))
                                    .team(names.get(n))
                                    .tag("project", names.get(n))
                                    .with("request_id", names.get(n))
                                    .cost("0.1")
                                    .toString()
                                    .replace("\ud800", "\\ud800"))
                            .toList());
            store.start();
            store.caughtUp();

            assertThat(store.ingest().rejected()).isZero();
            UsageQuery byName = UsageQuery.parse(null, null, "model,tag:project,team", null);
            assertThat(store.fromStore(byName))
                    .isEqualTo(store.fromJournal(byName))
                    .contains("drop table", "\"spend\" : \"0.7\"", "a\\u0000b");
            if (kind == Kind.POSTGRESQL) {
                for (String name : names.subList(0, 5)) {
                    CallQuery asked = CallQuery.parse(Map.of("request_id", name, "model", name, "team", name));
                    assertThat(new Questions(store.database()).calls(asked).records())
                            .hasSize(1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void losesNothingWhileTheStoreIsAway(Kind kind) throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        try (StoreFixture store = new StoreFixture(data, kind);
                LogRecorder log = LogRecorder.record()) {
            store.write("2026-10-31", lines(0, 700));
            store.start(() -> {
                if (away.get()) {
                    throw new IllegalStateException("pool", new IllegalStateException("connection refused"));
                }
                return Database.open(store.settings);
            });
            await().until(() -> store.ingest().problem() != null);
            assertThat(store.ingest().problem()).isEqualTo("connection refused");
            await().until(() -> !store.ingest().lag().isZero());
            assertThat(store.ingest().catchUp(Duration.ofSeconds(30))).isFalse();
            store.write("2026-11-01", lines(700, 800));
            away.set(false);

            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() == null);
            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 800");
            assertThat(store.ingest().lag()).isZero();
            assertThat(log.lines().stream().filter(line -> line.contains("connection refused")))
                    .hasSize(1);
        }
    }

    /** A gateway that comes back goes on behind what it has passed, and another's lines are none of its business. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void goesOnWhereItHasStopped(Kind kind) throws Exception {
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write("2026-10-31", lines(0, 40));
            store.start();
            store.caughtUp();
            store.finish();
            store.write("2026-10-31", lines(40, 1_300));
            store.write("2026-11-01", lines(1_300, 1_400));
            store.start();

            assertThat(store.caughtUp().fromStore(ALL))
                    .isEqualTo(store.fromJournal(ALL))
                    .contains("\"calls\" : 1400");
            assertThat(store.ingest().stored()).isEqualTo(1_360);
        }
    }

    /** What is written last is in the store when the gateway has stopped. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void readsToTheEndWhenItIsToFinish(Kind kind) throws Exception {
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write("2026-10-31", lines(0, 10));
            store.start();
            store.caughtUp();
            store.write("2026-10-31", lines(10, 2_000));
            store.finish();

            assertThat(store.ingest().stored()).isEqualTo(2_000);
        }
    }

    /** The data directory's journal is another one now: nothing of it counts as read. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void readsAnotherJournalFromItsBegin(Kind kind) throws Exception {
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write("2026-10-31", lines(0, 40));
            store.start();
            store.caughtUp();
            store.finish();
            Files.move(data.resolve("usage"), data.resolve("moved"));
            store.write("2026-10-31", lines(100, 120));
            store.start();

            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 60");
        }
    }

    @Test
    void keepsH2ForItsOwner() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.H2)) {
            store.write(
                    "2026-10-31",
                    List.of(
                            CallLine.at("2026-10-31T08:00:00Z", 1).cost("1e-40").toString(),
                            lines(1, 2).get(0)));
            store.start();
            store.caughtUp();

            try (Stream<Path> files = Files.walk(data.resolve("store"))) {
                assertThat(files.toList())
                        .hasSizeGreaterThan(3)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
            }
        }
    }

    /** A channel would be closed for all. */
    @Test
    void survivesThatWhoAsksH2IsInterrupted() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.H2)) {
            store.write("2026-10-31", lines(0, 40));
            store.start();
            store.caughtUp();

            Thread.currentThread().interrupt();
            try {
                store.fromStore(ALL);
            } catch (java.sql.SQLException e) {
                // the pool does not wait
            }
            assertThat(Thread.interrupted()).isTrue();
            store.write("2026-10-31", lines(40, 80));

            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 80");
        }
    }

    private static List<String> lines(int from, int to) {
        Instant begin = Instant.parse("2026-10-31T08:00:00Z");
        return IntStream.range(from, to)
                .mapToObj(n -> CallLine.at(begin.plusSeconds(n), n).cost("0.1").toString())
                .toList();
    }
}
