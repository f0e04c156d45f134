/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.balance.Attempt;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.CooldownCause;
import io.github.camelopenrouter.balance.CooldownResult;
import io.github.camelopenrouter.balance.MemberState;
import io.github.camelopenrouter.config.ApiKey;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.testing.ManualTime;
import io.github.camelopenrouter.upstream.UpstreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What stays and what goes when the keys are replaced. */
class KeyPoolTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final ManualTime time = new ManualTime();
    private final KeyPool pool = new KeyPool(
            "openrouter.api-key",
            new BalanceSettings(true, Duration.ofSeconds(10)),
            time,
            ThreadLocalRandom.current()::nextDouble);

    @Test
    void attemptEndsWithTheKeyThatItBeganWith() {
        replace("a=old");
        UpstreamKey chosen = pool.ring().choose(null);
        replace("a=new");
        assertThat(chosen.secret()).isEqualTo("old");
        assertThat(pool.ring().choose(null).secret()).isEqualTo("new");
    }

    @Test
    void loadOfALabelStaysWhenItsKeyIsReplaced() {
        replace("a=old", "b=other");
        KeyRing before = pool.ring();
        Attempt open = before.balancer().begin("a");
        replace("a=new", "b=other");
        assertThat(state("a").outstanding()).isEqualTo(1);
        open.end();
        assertThat(state("a").outstanding()).isZero();
    }

    @Test
    void cooldownOfARefusedKeyEndsWithTheKey() {
        replace("a=old", "b=other");
        coolDown("a", CooldownCause.REFUSED);
        replace("a=old", "b=another");
        assertThat(state("a").cooldown()).isEqualTo(LONG);
        replace("a=new", "b=another");
        assertThat(state("a").cooldown()).isZero();
    }

    @Test
    void cooldownOfALimitedKeyStaysWithItsLabel() {
        replace("a=old", "b=other");
        coolDown("a", CooldownCause.LIMITED);
        replace("a=new", "b=other");
        assertThat(state("a").cooldown()).isEqualTo(LONG);
    }

    @Test
    void lateRefusalOfAReplacedKeyIsNotItsSuccessors() {
        replace("a=old", "b=other");
        UpstreamKey old = key("a");
        replace("a=new", "b=other");
        assertThat(pool.coolDown(old, LONG, CooldownCause.REFUSED)).isEqualTo(CooldownResult.REPLACED);
        assertThat(state("a").cooldown()).isZero();
        assertThat(pool.coolDown(old, LONG, CooldownCause.LIMITED)).isEqualTo(CooldownResult.BEGAN);
        assertThat(state("a").cooldown()).isEqualTo(LONG);
    }

    @Test
    void removedLabelIsNoLongerSeenAndItsLateRefusalIsNobodys() {
        replace("a=one", "b=two");
        UpstreamKey removed = key("a");
        replace("b=two");
        assertThat(pool.coolDown(removed, LONG, CooldownCause.LIMITED)).isEqualTo(CooldownResult.REPLACED);
        Map<String, Object> details =
                pool.health("openrouter-balance", Map.of()).call().getDetails();
        assertThat(details).containsKey("key b").doesNotContainKey("key a");
    }

    @Test
    void listThatNoSettingCouldHoldChangesNothing() {
        replace("a=one", "b=two");
        KeyRing before = pool.ring();
        assertRefused(" (entry 2 repeats a label)", "a=x", "a=canary");
        assertRefused(" (entry 2 repeats a key)", "a=canary", "b=canary");
        assertRefused(" (entry 1)", "a=ca nary");
        assertRefused(" (entry 1)", "A b=canary");
        assertRefused(" (no key is left)");
        assertThat(pool.ring()).isSameAs(before);
    }

    @Test
    void poolWithoutKeysSaysWhichSettingHasThem() {
        assertThatThrownBy(pool::ring).hasMessageContaining("has to set openrouter.api-key");
        assertThat(pool.health("openrouter-balance", Map.of()).call().getDetails())
                .doesNotContainKey("key a");
    }

    @Test
    void everyCallHasAWholeKeyWhileTheKeysAreReplaced() throws Exception {
        replace("a=a-0", "b=b-0");
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        List<Future<Integer>> calls = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            calls.add(callers.submit(() -> callUntil(over)));
        }
        for (int round = 1; round <= 2_000; round++) {
            replace(round % 2 == 0 ? new String[] {"a=a-" + round, "b=b-" + round} : new String[] {"c=c-" + round});
        }
        replace("a=a-last", "b=b-last");
        over.set(true);
        for (Future<Integer> call : calls) {
            assertThat(call.get()).isPositive();
        }
        callers.shutdown();
        assertThat(pool.ring().balancer().states()).allMatch(state -> state.outstanding() == 0);
    }

    private int callUntil(AtomicBoolean over) {
        int made = 0;
        do {
            KeyRing ring = pool.ring();
            UpstreamKey key = ring.choose(null);
            Attempt attempt = ring.balancer().begin(key.label());
            assertThat(key.secret()).startsWith(key.label() + "-");
            pool.coolDown(key, Duration.ofMillis(1), CooldownCause.REFUSED);
            attempt.succeeded();
            attempt.end();
            made++;
        } while (!over.get());
        return made;
    }

    private void assertRefused(String detail, String... keys) {
        assertThatThrownBy(() -> replace(keys))
                .isExactlyInstanceOf(SettingException.class)
                .hasMessageStartingWith("openrouter.api-key has a wrong value, which is not shown" + detail
                        + ", but must be a key of printable ASCII")
                .hasMessageNotContaining("canary");
    }

    private void coolDown(String label, CooldownCause cause) {
        assertThat(pool.coolDown(key(label), LONG, cause)).isEqualTo(CooldownResult.BEGAN);
    }

    private UpstreamKey key(String label) {
        return pool.ring().keys().get(label);
    }

    private MemberState state(String label) {
        return pool.ring().balancer().states().stream()
                .filter(state -> state.name().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private void replace(String... keys) {
        List<ApiKey> list = new ArrayList<>();
        for (String key : keys) {
            String[] parts = key.split("=");
            list.add(new ApiKey(parts[0], parts[1], 1));
        }
        pool.replace(list);
    }
}
