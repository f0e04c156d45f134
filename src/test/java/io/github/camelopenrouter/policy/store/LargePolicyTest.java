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

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.store.Postgres;
import io.github.camelopenrouter.store.SharedPolicies;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many keys: {@code -Dpolicy.keys=100000} makes as many as the largest company has. */
@Timeout(300)
class LargePolicyTest {

    private static final Logger LOG = LoggerFactory.getLogger(LargePolicyTest.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int KEYS = Integer.getInteger("policy.keys", 5_000);

    @TempDir
    private Path data;

    @Test
    void aChangeAmongManyKeysIsReadInNoTime() throws Exception {
        String url = Postgres.newDatabase();
        try (SharedPolicies database = SharedPolicies.open(url, data);
                SharedPolicies databaseOfOther = SharedPolicies.open(url, data)) {
            StoredPolicy one = new StoredPolicy(database.policy(Clock.systemUTC()));
            StoredPolicy other = new StoredPolicy(databaseOfOther.policy(Clock.systemUTC()));
            Duration filled = timed(() -> fill(one));
            long before = usedMemory();
            Duration start = timed(other::refresh);
            long memory = usedMemory() - before;
            disable(one, "key-1"); // the first one loads classes, the second one tells
            other.refresh();
            disable(one, "key-7");
            Duration change = timed(other::refresh);
            Duration unchanged = timed(other::refresh);
            Policy policy = other.policy();
            Duration lookUps = timed(() -> {
                for (int i = 0; i < 1_000_000; i++) {
                    policy.keyOf(hash(i % KEYS));
                }
            });

            LOG.info(
                    "{} keys: filled in {} ms, read at the start in {} ms, {} MB; a change read in {} ms, none in {} ms; a look-up {} ns",
                    KEYS,
                    filled.toMillis(),
                    start.toMillis(),
                    memory >> 20,
                    change.toMillis(),
                    unchanged.toMillis(),
                    lookUps.toNanos() / 1_000_000);
            PolicyKey disabled = policy.keyOf(hash(7));
            assertThat(policy.keys()).hasSize(KEYS);
            assertThat(disabled.disabled()).isTrue();
            assertThat(change).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static void fill(StoredPolicy policy) throws Exception {
        policy.<Void>change((edit, notes) -> {
            edit.put(Kind.TEAM, "support", JSON.readTree("{\"models\":[\"openai/*\"]}"), "");
            for (int i = 0; i < KEYS; i++) {
                edit.put(
                        Kind.KEY,
                        "key-" + i,
                        JSON.readTree("{\"team\":\"support\",\"sha256\":\"" + hash(i)
                                + "\",\"limits\":{\"requests\":\"60/min\"},\"expires\":\"2027-01-01\"}"),
                        "");
            }
            edit.check();
            return null;
        });
    }

    private static void disable(StoredPolicy policy, String label) throws Exception {
        policy.<Void>change((edit, notes) -> {
            edit.put(Kind.KEY, label, edit.entry(Kind.KEY, label).document().put("disabled", true), "");
            return null;
        });
    }

    private static String hash(int number) {
        return "%064x".formatted(number + 1);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Duration timed(Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
