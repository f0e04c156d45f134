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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenrouter.store.StoreFixture.Kind;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.RenamedUser;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UserRecords;
import io.github.camelopenrouter.usage.UserStore.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store calls a user what the journal does, and all sums stay what they were. */
@Timeout(120)
class StoredUsersTest {

    private static final String ADA = "ada \"100%\" o'l!_\\@example.org ❤";
    private static final String WORD = "person:ada";
    private static final UsageQuery BY_USER = UsageQuery.parse(null, null, "user,tag:user,hour", null);

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void sumsStayToTheLastDigitUnderTheWord(Kind kind) throws Exception {
        try (StoreFixture store = filled(kind)) {
            String before = store.caughtUp().fromStore(BY_USER);
            assertThat(before).isEqualTo(store.fromJournal(BY_USER)).contains("ada ");

            Rows rows = rename(store);

            assertThat(rows.hours()).isEqualTo(4);
            assertThat(rows.calls()).isEqualTo(kind == Kind.H2 ? 1 : 5);
            assertThat(rows(store.caughtUp().fromStore(BY_USER))).isEqualTo(rows(renamed(before)));
            assertThat(rows(store.fromJournal(BY_USER))).isEqualTo(rows(renamed(before)));
            assertThat(records(store).have(ADA)).isFalse();
            assertThat(rename(store)).isEqualTo(new Rows(0, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aLaterRevisionAndWhoComesAgainAddUp(Kind kind) throws Exception {
        try (StoreFixture store = filled(kind)) {
            store.caughtUp();
            rename(store);

            store.write(
                    "2026-11-02",
                    List.of(
                            call(9, WORD).cost("0.25").rev(1).toString(),
                            call(20, ADA).cost("7").toString(),
                            call(21, "bob").cost("0.5").toString()));

            assertThat(store.caughtUp().fromStore(BY_USER))
                    .isEqualTo(store.fromJournal(BY_USER))
                    .contains("\"spend\" : \"7\"");
            if (kind == Kind.POSTGRESQL) {
                Questions asked = new Questions(store.database());
                assertThat(asked.calls(CallQuery.parse(Map.of("user", WORD))).records())
                        .hasSize(5);
                assertThat(asked.calls(CallQuery.parse(Map.of("user", ADA))).records())
                        .hasSize(1);
            }
        }
    }

    /** The last record that it has read has another hash by now. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theNextStartReadsOnWhereTheLastOneEnded(Kind kind) throws Exception {
        try (StoreFixture store = filled(kind);
                LogRecorder log = LogRecorder.record()) {
            store.caughtUp();
            rename(store);
            store.finish();
            assertThat(select(store, "select count(last_record) from usage_position"))
                    .containsExactly("1");
            store.write("2026-11-02", List.of(call(30, "bob").cost("1").toString()));
            store.start();

            assertThat(store.caughtUp().fromStore(BY_USER)).isEqualTo(store.fromJournal(BY_USER));
            assertThat(store.ingest().stored()).isOne();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        }
    }

    /** The files are renamed, the rows are not. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aProcessThatEndsInTheMiddleHasLostNothingAndIsDoneAgain(Kind kind) throws Exception {
        try (StoreFixture store = filled(kind)) {
            String before = store.caughtUp().fromStore(BY_USER);
            RenamedUser user = new RenamedUser(ADA, WORD);
            assertThatThrownBy(() -> users(store).rename(user, () -> {
                        UserRecords.alone(data, Optional.empty()).rename(ADA, WORD);
                        throw new IOException("killed");
                    }))
                    .hasMessage("killed");
            store.finish();
            store.start();

            assertThat(store.caughtUp().fromStore(BY_USER)).isEqualTo(before);
            assertThat(store.ingest().stored()).isZero();
            assertThat(records(store).have(ADA)).isTrue();
            rename(store);
            assertThat(rows(store.caughtUp().fromStore(BY_USER))).isEqualTo(rows(renamed(before)));
        }
    }

    @Test
    void aStoreThatIsAwayLeavesTheJournalAsItIs() throws Exception {
        try (StoreFixture store = filled(Kind.H2)) {
            store.caughtUp();
            StoredUsers away = new StoredUsers(
                    () -> {
                        throw new IllegalStateException("pool", new IllegalStateException("connection refused"));
                    },
                    data.resolve("usage"),
                    store.ingest()::alone);

            assertThatThrownBy(() -> UserRecords.alone(data, Optional.of(away)).rename(ADA, WORD))
                    .isInstanceOf(IOException.class)
                    .hasMessage("openrouter.store.url: connection refused");

            assertThat(Files.readString(data.resolve("usage/usage-2026-10-31.1.jsonl")))
                    .contains("ada ")
                    .doesNotContain(WORD);
        }
    }

    /** Hours of three, one of which has another's calls and one a call that may still change. */
    private StoreFixture filled(Kind kind) throws Exception {
        StoreFixture store = new StoreFixture(data, kind);
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            lines.add(call(n, ADA).cost("0.1").toString());
            lines.add(call(n + 100, "bob")
                    .cost("0.000000000000000001")
                    .tag("user", ADA)
                    .toString());
        }
        lines.add(call(8, ADA).tag("user", ADA).cost("1").toString());
        lines.add(call(9, ADA).unresolved().toString());
        store.write("2026-10-31", lines);
        store.write("2026-11-01", List.of(call(11, "ada").cost("3").toString()));
        store.write("2026-11-02", List.of(call(12, ADA + "x").cost("3").toString()));
        store.start();
        return store;
    }

    private static CallLine call(int number, String user) {
        return CallLine.at("2026-10-31T0" + number % 3 + ":00:00Z", number).user(user);
    }

    private Rows rename(StoreFixture store) throws IOException {
        return records(store).rename(ADA, WORD).store();
    }

    private UserRecords records(StoreFixture store) {
        return UserRecords.alone(data, Optional.of(users(store)));
    }

    private StoredUsers users(StoreFixture store) {
        return new StoredUsers(store::database, data.resolve("usage"), store.ingest()::alone);
    }

    private static List<String> select(StoreFixture store, String sql) throws Exception {
        store.make(() -> Database.open(store.settings));
        try (Database database = Database.open(store.settings);
                var connection = database.connection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    /** They come in the order of their values. */
    private static Set<JsonNode> rows(String report) throws IOException {
        Set<JsonNode> rows = new HashSet<>();
        JsonNode all = new JsonMapper().readTree(report);
        all.path("rows").forEach(rows::add);
        rows.add(all.path("total"));
        return rows;
    }

    private static String renamed(String report) {
        return report.replace("\"user\" : " + quoted(ADA), "\"user\" : " + quoted(WORD));
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
