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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.store.StoreFixture.Kind;
import io.github.camelopenrouter.usage.UsageFormat;
import io.github.camelopenrouter.usage.UsageQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store tells is what the journal's files tell, to the last digit and byte for byte, whichever database it is. */
@Timeout(120)
class StoredFiguresTest {

    private static final Instant BEGIN = Instant.parse("2026-10-30T00:00:00Z");

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void areTheJournals(Kind kind) throws Exception {
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write("2026-10-30", mixed(1_200));
            store.start();
            store.caughtUp();

            for (UsageQuery query : List.of(
                    query(null, null, null, null),
                    query(null, null, "model,team", null),
                    query(null, null, "hour,operation", null),
                    query(null, null, "day,key", "Europe/Berlin"),
                    query(null, null, "month", "America/New_York"),
                    query(null, null, "tag:project,user", null),
                    query(null, null, "tag:none", null),
                    query("2026-10-30T05:00:00Z", "2026-10-31T06:00:00Z", "team", null),
                    query("2026-10-31", "2026-11-01", "hour", "Europe/Berlin"),
                    query("2027-01-01", null, "model", null))) {
                assertThat(store.fromStore(query)).isEqualTo(store.fromJournal(query));
                assertThat(Questions.isOfWholeHours(query)).isTrue();
            }
        }
    }

    /** Where PostgreSQL has to look at calls: hours that are cut, and zones with half hours. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void areTheJournalsWhereHoursAreCut(Kind kind) throws Exception {
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write("2026-10-30", mixed(600));
            store.start();
            store.caughtUp();

            for (UsageQuery query : List.of(
                    query("2026-10-30T05:17:00Z", "2026-10-30T21:00:00.001Z", "model", null),
                    query("2026-10-30T05:17:00Z", "2026-10-30T05:50:00Z", "team", null),
                    query("2026-10-30T05:17:00Z", null, null, null),
                    query(null, null, "day", "Asia/Kolkata"))) {
                assertThat(store.fromStore(query)).isEqualTo(store.fromJournal(query));
                assertThat(Questions.isOfWholeHours(query)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void takeBackWhatALaterRevisionReplacesAcrossTheEndOfAMonth(Kind kind) throws Exception {
        UsageQuery months = query(null, null, "month", null);
        try (StoreFixture store = new StoreFixture(data, kind)) {
            CallLine late = CallLine.at("2026-10-31T23:59:59.999Z", 1).unresolved();
            store.write(
                    "2026-10-31",
                    List.of(
                            late.toString(),
                            CallLine.at("2026-10-31T08:00:00Z", 2).cost("1").toString()));
            store.start();
            assertThat(store.caughtUp().fromStore(months)).contains("\"unresolved\" : 1");
            store.write(
                    "2026-11-01", List.of(resolved(1, "0.000000000000000002").toString()));

            JsonNode rows = new JsonMapper()
                    .readTree(store.caughtUp().fromStore(months))
                    .path("rows");

            assertThat(store.fromStore(months)).isEqualTo(store.fromJournal(months));
            assertThat(rows).hasSize(1);
            assertThat(rows.at("/0/month").textValue()).isEqualTo("2026-10");
            assertThat(rows.at("/0/calls").intValue()).isEqualTo(2);
            assertThat(rows.at("/0/spend").textValue()).isEqualTo("1.000000000000000002");
            assertThat(rows.at("/0/unresolved").intValue()).isZero();
        }
    }

    /** The same revision twice in one batch and in two, an earlier one behind a later one, and the whole journal again. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void countACallOnceHoweverOftenItIsRead(Kind kind) throws Exception {
        UsageQuery all = query(null, null, null, null);
        try (StoreFixture store = new StoreFixture(data, kind)) {
            String first =
                    CallLine.at("2026-10-31T23:59:59.999Z", 1).unresolved().toString();
            store.write("2026-10-31", List.of(first, first));
            store.start();
            store.caughtUp();
            store.write(
                    "2026-10-31",
                    List.of(
                            first,
                            resolved(1, "2").rev(2).unresolved().toString(),
                            resolved(1, "1").toString(),
                            first));

            JsonNode total =
                    new JsonMapper().readTree(store.caughtUp().fromStore(all)).path("total");

            assertThat(total.path("calls").intValue()).isOne();
            assertThat(total.path("spend").textValue()).isEqualTo("2");
            if (kind == Kind.POSTGRESQL) {
                store.finish();
                store.start();
                store.caughtUp();
                store.execute("delete from usage_position");
                store.finish(); // reads from the begin, as it finds no position
                store.start();
                store.caughtUp();
                assertThat(new JsonMapper().readTree(store.fromStore(all)).path("total"))
                        .isEqualTo(total);
                assertThat(store.select("select rev || ' ' || spend from usage_record"))
                        .containsExactly("2 2.000000000000000000");
            }
        }
    }

    /** As after a restore without that file: the journal is read from its begin, as another one. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void areRightWhereTheJournalHasLostItsId(Kind kind) throws Exception {
        UsageQuery days = query(null, null, "day,model", null);
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write(
                    "2026-10-31",
                    List.of(CallLine.at("2026-10-31T23:59:59.999Z", 1)
                            .unresolved()
                            .toString()));
            store.write("2026-10-31", mixed(50));
            store.start();
            store.caughtUp();
            store.finish();
            Files.delete(data.resolve("usage/journal-id"));
            store.write("2026-10-31", List.of(resolved(1, "0.25").toString()));
            store.start();

            assertThat(store.caughtUp().fromStore(days)).isEqualTo(store.fromJournal(days));
        }
    }

    /** More decimals than {@code numeric(38,18)} has: the figures have them all. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void haveEveryDecimal(Kind kind) throws Exception {
        UsageQuery all = query(null, null, null, null);
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write(
                    "2026-10-31",
                    List.of(
                            CallLine.at("2026-10-31T08:00:00Z", 1)
                                    .cost("0.00000012345678901234567")
                                    .toString(),
                            CallLine.at("2026-10-31T08:00:01Z", 2).cost("0.1").toString()));
            store.start();
            store.caughtUp();

            assertThat(store.fromStore(all)).isEqualTo(store.fromJournal(all)).contains("0.10000012345678901234567");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void keepCellsOfTablesFromBeingFormulas(Kind kind) throws Exception {
        UsageQuery teams = query(null, null, "team", null);
        try (StoreFixture store = new StoreFixture(data, kind)) {
            store.write(
                    "2026-10-31",
                    List.of(CallLine.at("2026-10-31T08:00:00Z", 1)
                            .team("=cmd|' /C calc'!A0")
                            .toString()));
            store.start();
            store.caughtUp();

            assertThat(UsageFormat.CSV.write(new Questions(store.database()).report(teams)))
                    .contains("\n'=cmd|");
        }
    }

    private static UsageQuery query(String from, String to, String group, String zone) {
        return UsageQuery.parse(from, to, group, zone);
    }

    private static CallLine resolved(int number, String cost) {
        return CallLine.at("2026-10-31T23:59:59.999Z", number).rev(1).cost(cost);
    }

    /** Calls of three days with everything that reports tell apart, some with later revisions. */
    private static List<String> mixed(int calls) {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < calls; n++) {
            CallLine call = CallLine.at(BEGIN.plus(Duration.ofSeconds(n * 216L)), n)
                    .model("model-" + random.nextInt(4))
                    .team(random.nextInt(5) == 0 ? "" : "team-" + random.nextInt(3))
                    .total(random.nextInt(3_000) + random.nextDouble());
            if (random.nextInt(3) == 0) {
                call.tag("project", "p" + random.nextInt(2));
            }
            if (random.nextInt(6) == 0) {
                call.with("outcome", "error");
            }
            boolean late = random.nextInt(10) == 0;
            if (late) {
                lines.add(call.unresolved().toString());
                call.rev(1);
            }
            lines.add(call.with("cost_source", "answer")
                    .cost("0.0000" + random.nextInt(1_000_000))
                    .toString());
        }
        return lines;
    }
}
