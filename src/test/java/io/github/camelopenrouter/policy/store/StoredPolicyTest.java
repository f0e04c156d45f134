/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.spi.SharedPolicy;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.store.SharedPolicies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy of a store as two machines have it. */
@Timeout(120)
class StoredPolicyTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    @TempDir
    private Path data;

    private SharedPolicies database;
    private SharedPolicies databaseOfOther;
    private StoredPolicy one;
    private StoredPolicy other;

    private void open(String kind) throws Exception {
        String url = kind.equals("h2") ? "h2" : Postgres.newDatabase();
        database = SharedPolicies.open(url, data);
        databaseOfOther = kind.equals("h2") ? database : SharedPolicies.open(url, data);
        one = new StoredPolicy(database.policy(Clock.systemUTC()));
        other = new StoredPolicy(databaseOfOther.policy(Clock.systemUTC()));
        one.refresh();
        other.refresh();
    }

    @AfterEach
    void close() {
        database.close();
        databaseOfOther.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void whatOneMachineChangesTheOtherHasAtItsNextLook(String kind) throws Exception {
        open(kind);
        put(one, Kind.TEAM, "support", "{\"models\":[\"openai/*\"]}");
        put(one, Kind.KEY, "bot", key("a", "\"team\":\"support\",\"expires\":\"2027-01-01\""));

        assertThat(other.policy().keys()).isEmpty();
        other.refresh();
        assertThat(other.policy().keyOf("a".repeat(64)).principal().team()).isEqualTo("support");
        assertThat(other.policy().entry(Kind.KEY, "bot").revision()).isEqualTo(2);

        put(other, Kind.KEY, "bot", key("b", "\"team\":\"support\",\"disabled\":true"));
        one.refresh();
        assertThat(one.policy().keyOf("a".repeat(64))).isNull();
        assertThat(one.policy().keyOf("b".repeat(64)).isGoodAt(NOW)).isFalse();

        one.change((edit, notes) -> {
            edit.remove(Kind.KEY, "bot");
            return null;
        });
        other.refresh();
        assertThat(other.policy().keys()).isEmpty();
        assertThat(other.policy().revision()).isEqualTo(4);
    }

    /** The one that changes it has not seen yet what the other has done a moment ago. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void aChangeBeginsWhereTheLastOneHasEnded(String kind) throws Exception {
        open(kind);
        put(one, Kind.TEAM, "support", "{}");

        put(other, Kind.KEY, "bot", key("a", "\"team\":\"support\""));

        assertThat(other.policy().revision()).isEqualTo(2);
        assertThatThrownBy(() -> put(one, Kind.KEY, "copy", key("a", "\"team\":\"support\"")))
                .isInstanceOf(PolicyFault.class)
                .hasMessageContaining("another label");
        assertThatThrownBy(() -> put(one, Kind.KEY, "lost", key("c", "\"team\":\"nobody\"")))
                .isInstanceOf(PolicyFault.class);
        other.refresh();
        assertThat(other.policy().keys()).containsOnlyKeys("bot");
        assertThat(other.policy().revision()).isEqualTo(2);
    }

    /** Whoever changes it begins with what the backup has, not with what was there before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBackupThatIsPutBackIsReadAnew(boolean changesFirst) throws Exception {
        open("h2");
        put(one, Kind.TEAM, "gone", "{}");
        put(one, Kind.TEAM, "kept", "{}");
        try (SharedPolicies backup = SharedPolicies.open("h2", data.resolve("backup"))) {
            put(new StoredPolicy(backup.policy(Clock.systemUTC())), Kind.TEAM, "kept", "{}");
            AtomicReference<SharedPolicy> store = new AtomicReference<>(database.policy(Clock.systemUTC()));
            StoredPolicy policy = new StoredPolicy(new Delegate(store));
            policy.refresh();
            store.set(backup.policy(Clock.systemUTC()));

            if (changesFirst) {
                put(policy, Kind.TEAM, "late", "{}");
            } else {
                policy.refresh();
            }

            assertThat(policy.policy().teams()).containsKey("kept").doesNotContainKey("gone");
            assertThat(policy.policy().revision()).isEqualTo(changesFirst ? 2 : 1);
        }
    }

    private record Delegate(AtomicReference<SharedPolicy> store) implements SharedPolicy {

        @Override
        public long revision() throws IOException {
            return store.get().revision();
        }

        @Override
        public List<Row> changesSince(long revision) throws IOException {
            return store.get().changesSince(revision);
        }

        @Override
        public <T, X extends Exception> T update(Change<T, X> change) throws IOException, X {
            return store.get().update(change);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void theLastSnapshotServesWhileTheStoreIsAway(String kind) throws Exception {
        open(kind);
        put(one, Kind.KEY, "bot", key("a", "\"expires\":\"2026-12-01T00:00:00Z\""));
        database.setAway(true);

        one.refresh();

        assertThat(one.problem()).contains("connection refused");
        assertThat(one.policy().keyOf("a".repeat(64)).isGoodAt(NOW)).isTrue();
        assertThat(one.policy().keyOf("a".repeat(64)).isGoodAt(NOW.plusSeconds(86_400)))
                .isFalse();
        assertThatThrownBy(() -> put(one, Kind.TEAM, "late", "{}"))
                .isInstanceOf(OpenRouterException.class)
                .extracting("code")
                .isEqualTo("policy_store_down");
        database.setAway(false);
        one.refresh();
        assertThat(one.problem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void nobodyIsKnownUntilItHasBeenReadOnce(String kind) throws Exception {
        open(kind);
        database.setAway(true);
        StoredPolicy late = new StoredPolicy(database.policy(Clock.systemUTC()));
        List<Policy> told = new ArrayList<>();
        late.follow(told::add, label -> false, label -> true);

        late.refresh();
        assertThat(late.isRead()).isFalse();
        assertThatThrownBy(late::policy)
                .isInstanceOf(OpenRouterException.class)
                .extracting("status")
                .isEqualTo(503);

        database.setAway(false);
        late.refresh();
        assertThat(late.isRead()).isTrue();
        assertThat(told).containsExactly(late.policy());
    }

    /** What a change throws leaves neither a trace in the store nor one here. */
    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void allOrNothing(String kind) throws Exception {
        open(kind);

        assertThatThrownBy(() -> one.change((edit, notes) -> {
                    edit.put(Kind.TEAM, "half", JSON.readTree("{}"), "");
                    notes.add("order", "text");
                    throw new IllegalStateException("halfway");
                }))
                .hasMessage("halfway");
        other.refresh();

        assertThat(one.policy().teams()).isEmpty();
        assertThat(other.policy().teams()).isEmpty();
        assertThat(one.<String>change((edit, notes) -> notes.of("order"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void anOrderIsRememberedForADay(String kind) throws Exception {
        open(kind);
        note(at(NOW), "first");

        assertThat(noteOf(at(NOW.plus(Duration.ofHours(23))))).isEqualTo("first");
        assertThat(noteOf(at(NOW.plus(Duration.ofHours(25))))).isNull();
        note(at(NOW.plus(Duration.ofHours(25))), "second");
        assertThat(noteOf(at(NOW.plus(Duration.ofHours(26))))).isEqualTo("second");
    }

    private StoredPolicy at(Instant moment) {
        return new StoredPolicy(database.policy(Clock.fixed(moment, ZoneOffset.UTC)));
    }

    private static void note(StoredPolicy policy, String text) throws Exception {
        policy.<Boolean>change((edit, notes) -> {
            notes.add("order", text);
            return true;
        });
    }

    private static String noteOf(StoredPolicy policy) throws Exception {
        return policy.change((edit, notes) -> notes.of("order"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void onlyParametersVaryWhateverSomebodyWrites(String kind) throws Exception {
        open(kind);
        put(one, Kind.TEAM, "team", "{}");
        put(one, Kind.KEY, "key", key("a", "\"team\":\"team\""));
        one.<Void>change((edit, notes) -> {
            notes.add("an order", "a note");
            return null;
        });
        Set<String> plain = new TreeSet<>(database.statements());
        String nasty = "x--drop`table:openrouter_policy_entry)$1{}&*";

        put(
                one,
                Kind.TEAM,
                nasty,
                "{\"provider\":{\"only\":[\"'; drop table openrouter_policy_entry; --\",\"\\u0000\"]}}");
        put(one, Kind.KEY, nasty, key("b", "\"tags\":{\"b\":\"' or '1'='1\",\"a\":\"\\\"; drop\"}"));
        put(one, Kind.TEAM, "long", "{\"models\":[\"a/" + "a".repeat(200_000) + "\"]}");
        one.<Void>change((edit, notes) -> {
            notes.add("'; drop table openrouter_policy_note; --", "' or ''='");
            return null;
        });
        other.refresh();

        assertThat(database.statements()).isEqualTo(plain);
        assertThat(other.policy().teams()).containsOnlyKeys("team", nasty, "long");
        assertThat(other.policy().entry(Kind.KEY, nasty).text()).contains("' or '1'='1", "\\\"; drop");
        assertThat(other.policy()
                        .entry(Kind.TEAM, nasty)
                        .document()
                        .at("/provider/only/1")
                        .textValue())
                .isEqualTo("\0");
        assertThatThrownBy(() -> put(one, Kind.TEAM, "a\0b", "{}")).isInstanceOf(PolicyFault.class);
        assertThatThrownBy(() -> put(one, Kind.TEAM, "huge", "{\"models\":[\"a/" + "a".repeat(1 << 20) + "\"]}"))
                .isInstanceOf(PolicyFault.class)
                .hasMessageContaining("longer than 256 KB");
    }

    private static void put(StoredPolicy policy, Kind kind, String name, String json) throws Exception {
        policy.<Void>change((edit, notes) -> {
            edit.put(kind, name, (ObjectNode) JSON.readTree(json), "");
            edit.check();
            return null;
        });
    }

    private static String key(String hash, String fields) {
        return "{\"sha256\":\"" + hash.repeat(64) + "\"," + fields + "}";
    }
}
