/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.LateCost;
import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateCostsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualTime time = new ManualTime();
    private final Map<String, Generation> known = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<byte[]> written = new ArrayList<>();
    private final List<LateCost> told = new ArrayList<>();
    private boolean disk = true;

    private final LateCosts late = new LateCosts(
            time,
            (gateway, key, generation) -> {
                asked.add(gateway + "/" + key + "/" + generation);
                return Optional.ofNullable(known.get(generation));
            },
            line -> {
                if (disk) {
                    written.add(line);
                }
                return disk;
            },
            told::add);

    @Test
    void isAskedForFiveSecondsAfterTheEndAndThenLessAndLessOften() {
        follow();
        pass(Duration.ofSeconds(4));
        assertThat(asked).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(asked).containsExactly("b/main/gen-0");
        pass(Duration.ofMinutes(1));
        assertThat(asked).hasSize(3); // at 5, 15 and 35 s
        pass(Duration.ofHours(2));
        assertThat(asked).hasSizeBetween(9, 14);
        int all = asked.size();
        pass(Duration.ofHours(2));
        assertThat(asked).hasSize(all);
        assertThat(written).isEmpty();
        assertThat(late.count()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 60})
    void whatBecomesKnownWithinTheHourIsTheNextRevision(int minutes) throws IOException {
        follow();
        pass(Duration.ofMinutes(minutes).minusSeconds(1));
        known.put("gen-0", cost("0.00000014"));
        pass(Duration.ofMinutes(minutes).plusSeconds(1));

        JsonNode revision = onlyRevision();
        assertThat(revision.path("rev").intValue()).isOne();
        assertThat(revision.path("id").textValue()).isEqualTo("019-a");
        assertThat(revision.path("time").textValue()).isEqualTo("2026-08-04T12:00:00.250Z");
        assertThat(revision.path("attempts").path(0).path("cost").textValue()).isEqualTo("0.00000014");
        assertThat(revision.path("attempts").path(0).path("cost_source").textValue())
                .isEqualTo("generation");
        assertThat(revision.path("cost").textValue()).isEqualTo("0.0000002600");
        assertThat(revision.path("upstream_cost").textValue()).isEqualTo("0.000000001");
        assertThat(revision.path("spend").textValue()).isEqualTo("0.0000002610");
        assertThat(revision.path("cost_source").textValue()).isEqualTo("generation");
        assertThat(revision.has("estimate")).isFalse();
        assertThat(revision.path("provider").textValue()).isEqualTo("Azure");
        assertThat(revision.path("tokens").path("prompt").intValue()).isEqualTo(7);
        assertThat(late.count()).isZero();
        assertThat(told).singleElement().satisfies(cost -> {
            assertThat(cost.spend()).isEqualByComparingTo("0.00000014");
            assertThat(cost.gateway()).isEqualTo("b");
            assertThat(cost.client().team()).isEqualTo("search");
            assertThat(cost.model().served()).isEqualTo("openai/gpt-4o-2024");
        });
    }

    @Test
    void aRevisionThatCouldNotBeWrittenIsWrittenLater() throws IOException {
        follow();
        known.put("gen-0", cost("1"));
        disk = false;
        pass(Duration.ofSeconds(20));
        assertThat(written).isEmpty();
        disk = true;
        pass(Duration.ofMinutes(1));
        assertThat(onlyRevision().path("rev").intValue()).isOne();
        assertThat(late.count()).isZero();
    }

    @Test
    void whatAnEarlierProcessHasLeftIsAskedForAtOnceAndOnceAtLeast() throws IOException {
        known.put("gen-0", cost("1"));
        time.advance(Duration.ofDays(3));
        late.unresolved();
        late.resume(RecordLine.of(Records.whole(), "n1"));
        late.run(Runnable::run);
        assertThat(onlyRevision().path("cost").textValue()).isEqualTo("1.0000001200");
    }

    @Test
    void knowsWhatOpenRouterTakesFromWhatTheVendorTakes() throws IOException {
        Generation byok = Generation.read(("{\"data\":{\"usage\":1.4e-7,\"total_cost\":9,\"is_byok\":true,"
                                + "\"upstream_inference_cost\":0.00010,\"native_tokens_prompt\":3,\"tokens_prompt\":4}}")
                        .getBytes(UTF_8))
                .orElseThrow();
        assertThat(byok.cost()).isEqualTo("0.00000014");
        assertThat(byok.upstreamCost()).isEqualTo("0.00010");
        assertThat(byok.prompt()).isEqualTo(3);
        Generation plain = Generation.read(
                        "{\"data\":{\"total_cost\":0.5,\"is_byok\":false,\"upstream_inference_cost\":0.5}}"
                                .getBytes(UTF_8))
                .orElseThrow();
        assertThat(plain.cost()).isEqualTo("0.5");
        assertThat(plain.upstreamCost()).isNull();
        assertThat(Generation.read("{\"data\":{\"total_cost\":null}}".getBytes(UTF_8)))
                .isEmpty();
    }

    /** A mistake in an answer neither fills the memory nor earns money. */
    @Test
    void takesNoAmountThatNobodyCouldPay() throws IOException {
        for (String amount : new String[] {"1e99999999", "-5.5", "1e-99999999", "\"0.1\"", "true"}) {
            assertThat(Generation.read(("{\"data\":{\"usage\":" + amount + "}}").getBytes(UTF_8)))
                    .as(amount)
                    .isEmpty();
        }
    }

    @Test
    void aLookupThatFailsIsMadeAgain() {
        List<Integer> tries = new ArrayList<>();
        LateCosts failing = new LateCosts(
                time,
                (gateway, key, generation) -> {
                    tries.add(1);
                    throw new IllegalStateException("a mistake");
                },
                line -> true,
                told::add);
        failing.follow(RecordLine.of(Records.whole(), "n1"));
        for (int n = 0; n < 20; n++) {
            time.advance(Duration.ofSeconds(1));
            failing.run(Runnable::run);
        }
        assertThat(tries).hasSize(2);
    }

    private void follow() {
        late.unresolved();
        late.follow(RecordLine.of(Records.whole(), "n1"));
    }

    private void pass(Duration duration) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plusSeconds(1)) {
            time.advance(Duration.ofSeconds(1));
            late.run(Runnable::run);
        }
    }

    private JsonNode onlyRevision() throws IOException {
        assertThat(written).hasSize(1);
        return JSON.readTree(written.get(0));
    }

    private static Generation cost(String amount) {
        return new Generation(new BigDecimal(amount), null, false, "OpenAI", "stop", 9L, 8L, null, null);
    }
}
