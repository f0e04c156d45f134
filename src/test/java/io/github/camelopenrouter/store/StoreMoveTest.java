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

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.standalone.MigrateStoreCommand;
import io.github.camelopenrouter.usage.DataDirectory;
import io.github.camelopenrouter.usage.UsageQuery;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --migrate-store}: what H2 has is in PostgreSQL to the last digit, also of hours that the journal has no more. */
@Timeout(120)
class StoreMoveTest {

    private static final UsageQuery HOURS = UsageQuery.parse(null, null, "hour,team", null);

    @TempDir
    private Path data;

    private String before;

    /** A call of an hour whose file is gone, two of an hour that lies in both files, and one that was not read yet. */
    @BeforeEach
    void keepAStore() throws Exception {
        try (StoreFixture h2 = new StoreFixture(data, "h2")) {
            h2.write(
                    "2026-10-30",
                    List.of(call("2026-10-30T08:00:00Z", 1, "0.1"), call("2026-10-30T23:30:00Z", 2, "0.2")));
            h2.write("2026-10-31", List.of(call("2026-10-30T23:50:00Z", 3, "0.000000000000000000002")));
            h2.start();
            h2.caughtUp();
            h2.finish();
            h2.write("2026-10-31", List.of(call("2026-10-31T08:00:00Z", 4, "0.7")));
            before = h2.fromJournal(HOURS);
        }
        Files.delete(data.resolve("usage/usage-2026-10-30.1.jsonl"));
    }

    @Test
    void movesEverySumAndTheCallsThatTheJournalHas() throws Exception {
        String url = Postgres.newDatabase();

        String said = move("--to", url);

        assertThat(said)
                .startsWith("2 records of the journal were read into PostgreSQL, 0 were set aside. It has 4 calls, and"
                        + " 1.000000000000000000002 USD spent on them;");
        try (StoreFixture postgres = new StoreFixture(data, url)) {
            postgres.start();
            assertThat(postgres.caughtUp().fromStore(HOURS)).isEqualTo(before);
            assertThat(postgres.select("select request_id from usage_record order by id"))
                    .containsExactly("req_3", "req_4");
            assertThat(postgres.ingest().stored()).isZero();
        }
    }

    /** It may have broken off anywhere, and the gateway may have run on PostgreSQL since. */
    @Test
    void canBeDoneAgain() throws Exception {
        String url = Postgres.newDatabase();
        move("--to", url);
        try (StoreFixture postgres = new StoreFixture(data, url)) {
            postgres.write("2026-11-01", List.of(call("2026-10-31T08:30:00Z", 5, "2")));
            postgres.start();
            postgres.caughtUp();
        }

        assertThat(move("--to", url))
                .startsWith("0 records")
                .contains("It has 5 calls, and 3.000000000000000000002 USD");
        assertThat(move("--to", url))
                .startsWith("0 records")
                .contains("It has 5 calls, and 3.000000000000000000002 USD");
    }

    @Test
    void movesTheJournalWhereThereIsNoH2() throws Exception {
        Files.delete(data.resolve("store/usage.mv.db"));

        assertThat(move("--to", Postgres.newDatabase()))
                .contains("It has 2 calls, and 0.700000000000000000002 USD")
                .contains("there was no H2 at " + data.resolve("store/usage.mv.db") + ", so")
                .doesNotContain("every sum of H2");
        assertThat(data.resolve("store/usage.mv.db")).doesNotExist();
    }

    @Test
    void refusesWhileAGatewayRuns() throws Exception {
        DataDirectory running = DataDirectory.open(data);
        try {
            assertThatThrownBy(() -> move("--to", Postgres.newDatabase()))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("which another gateway is writing into");
        } finally {
            running.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--to, jdbc:h2:./x, --to must be",
        "--to, 'jdbc:postgresql://me:canary@x/y', --to must be",
        "--from, x, '--migrate-store takes --to, --user and --password-file'",
        "--user, x, --migrate-store needs --to",
        "--to, 'jdbc:postgresql://localhost:1/x', cannot be opened"
    })
    void saysWhatItCannotUse(String name, String value, String sentence) {
        assertThatThrownBy(() -> move(name, value))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("canary");
    }

    @Test
    void readsThePasswordFromAFile() throws Exception {
        assertThatThrownBy(() -> move("--to", Postgres.newDatabase(), "--password-file", data + "/none"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--password-file names the file");
        Path password = Files.writeString(data.resolve("password"), "any\n");
        assertThat(move("--to", Postgres.newDatabase(), "--user", "postgres", "--password-file", password.toString()))
                .contains("It has 4 calls");
    }

    private String move(String... args) throws Exception {
        Properties properties = new Properties();
        properties.put("openrouter.data-dir", data.toString());
        properties.put("openrouter.store.url", "h2");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().setInitialProperties(properties);
            context.build();
            MigrateStoreCommand.parse(List.of(args)).run(context, new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String call(String time, long number, String cost) {
        return CallLine.at(time, number).cost(cost).toString();
    }
}
