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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.store.StoreFixture.Kind;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.usage.UsageQuery;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the store is not taken for what is wrong with a call, and is seen. */
@Timeout(120)
class StoreFaultsTest {

    private static final UsageQuery ALL = UsageQuery.ALL;

    @TempDir
    private Path data;

    /** Such as a constraint that somebody has added. */
    @Test
    void whereItRefusesEveryRecordNoneIsSetAside() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.POSTGRESQL)) {
            store.start();
            store.caughtUp();
            store.execute("alter table usage_record add constraint none check (status <> 200)");
            store.write("2026-10-31", PostgresOutageTest.lines(0, 30));
            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() != null);
            assertThat(store.ingest().problem()).startsWith("every record is refused: ");
            store.execute("alter table usage_record drop constraint none");

            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() == null);
            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 30");
            assertThat(store.rejected()).isEmpty();
        }
    }

    /** Two calls that no table can have hold up nothing as soon as a third follows. */
    @Test
    void severalRecordsThatAreWrongAreSetAsideOnceAnotherIsTaken() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.H2)) {
            store.write(
                    "2026-10-31",
                    List.of(
                            CallLine.at("2026-10-31T08:00:00Z", 1).cost("1e38").toString(),
                            CallLine.at("2026-10-31T08:00:00Z", 2).cost("1e38").toString()));
            store.start();
            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() != null);
            store.write("2026-10-31", PostgresOutageTest.lines(10, 11));

            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() == null);
            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 1");
            assertThat(store.rejected()).hasSize(2);
        }
    }

    @Test
    void aDatabaseOfAnotherEncodingIsRefusedWithASentence() throws Exception {
        StoreFixture store = new StoreFixture(
                data, Postgres.newDatabase(" encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'" + " template template0"));

        assertThatThrownBy(() -> Database.open(store.settings))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "The database of openrouter.store.url has the encoding LATIN1: make one with the encoding UTF8.");
    }

    /** A library that does not fit is no Exception. */
    @Test
    void anErrorIsSeenAndIsNotTheEnd() throws Exception {
        AtomicBoolean fits = new AtomicBoolean();
        try (StoreFixture store = new StoreFixture(data, Kind.H2);
                LogRecorder log = LogRecorder.record()) {
            store.write("2026-10-31", PostgresOutageTest.lines(0, 3));
            store.start(() -> {
                if (!fits.get()) {
                    throw new NoSuchMethodError("migrate");
                }
                return Database.open(store.settings);
            });
            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() != null);
            assertThat(store.ingest().problem()).isEqualTo("migrate");
            assertThat(log.lines()).anyMatch(line -> line.contains("ERROR") && line.contains("migrate"));
            fits.set(true);

            await().atMost(StoreFixture.PATIENCE).until(() -> store.ingest().problem() == null);
            assertThat(store.caughtUp().fromStore(ALL)).contains("\"calls\" : 3");
        }
    }

    @Test
    void aDatabaseThatOpensWhenTheGatewayHasStoppedIsClosed() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        AtomicReference<Database> opened = new AtomicReference<>();
        StoreFixture store = new StoreFixture(data, Kind.H2);
        store.start(() -> {
            opening.countDown();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            opened.set(Database.open(store.settings));
            return opened.get();
        });
        opening.await();
        store.ingest().finish();
        store.ingest().close();
        stopped.countDown();

        await().atMost(StoreFixture.PATIENCE).until(() -> !store.isReading());
        assertThatThrownBy(() -> opened.get().connection()).hasMessageContaining("has been closed");
    }

    @Test
    void nothingIsOpenedWhereTheGatewayStopsBeforeItHasStarted() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.H2)) {
            store.make(() -> Database.open(store.settings));
            store.ingest().finish();

            assertThat(store.ingest().awaitDoors(() -> false)).isFalse();
            assertThat(store.ingest().awaitDoors(() -> true)).isTrue();
        }
    }

    /** It was away for a month: what was open then is not forgotten before its later revision is read. */
    @Test
    void h2KnowsACallOfAnOldFileWhoseCostComesLater() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.H2)) {
            store.clock = Clock.fixed(Instant.parse("2026-10-31T09:00:00Z"), ZoneOffset.UTC);
            store.write(
                    "2026-10-31",
                    List.of(CallLine.at("2026-10-31T08:00:00Z", 1).unresolved().toString()));
            store.start();
            store.caughtUp();
            store.finish();
            store.clock = Clock.fixed(Instant.parse("2026-12-01T08:00:00Z"), ZoneOffset.UTC);
            store.write(
                    "2026-10-31",
                    List.of(CallLine.at("2026-10-31T08:00:00Z", 1)
                            .rev(1)
                            .cost("2")
                            .toString()));
            store.start();

            assertThat(store.caughtUp().fromStore(ALL))
                    .contains("\"calls\" : 1")
                    .contains("\"spend\" : \"2\"");
        }
    }

    /** As it always was; by the time of what is read. */
    @Test
    void h2ForgetsACallThatIsTooOldForALaterCost() throws Exception {
        try (StoreFixture store = new StoreFixture(data, Kind.H2)) {
            store.write(
                    "2026-10-31",
                    List.of(CallLine.at("2026-10-31T08:00:00Z", 1).unresolved().toString()));
            store.start();
            store.caughtUp();
            store.finish();
            store.write(
                    "2026-11-20",
                    List.of(CallLine.at("2026-11-20T08:00:00Z", 2).cost("2").toString()));
            store.start();

            assertThat(store.caughtUp().select("select count(*) from usage_line"))
                    .containsExactly("0");
        }
    }

    /** A servlet container's DriverManager does not know the drivers of its applications. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "jdbc:postgresql://localhost/x"})
    void namesTheDriver(String url) {
        StoreSettings settings = new StoreSettings(StoreUrl.parse(url), null, null, data);
        HikariConfig pool = new HikariConfig();

        (settings.url().isH2() ? new H2Dialect(settings) : new PostgreSqlDialect(settings)).configure(pool);

        assertThat(pool.getDriverClassName()).isEqualTo(url.equals("h2") ? "org.h2.Driver" : "org.postgresql.Driver");
    }
}
