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

import io.github.camelopenrouter.store.Settlement.By;
import io.github.camelopenrouter.store.Settlements.Batch;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What waits to be written of calls that have ended. */
class SettlementsTest {

    private static final UUID CALL = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final Settlements waiting = new Settlements();

    @Test
    void hasTheLastOfEachCallUnlessAnEarlierOneIsKnown() throws Exception {
        waiting.add(said(CALL, "1", false));
        waiting.add(said(OTHER, "2", true));
        waiting.add(said(CALL, "3", false));
        waiting.add(said(OTHER, "4", false));
        assertThat(take(9).settlements()).containsExactly(said(CALL, "3", false), said(OTHER, "2", true));
        waiting.add(said(CALL, "1", true));
        waiting.add(said(CALL, "2", true));

        assertThat(take(9).settlements()).containsExactly(said(CALL, "2", true));
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void putsBackBehindWhatHasComeMeanwhile() throws Exception {
        waiting.add(said(CALL, "1", true));
        waiting.add(said(OTHER, "1", false));
        Batch failed = take(9);
        waiting.add(said(CALL, "2", false));
        waiting.add(said(OTHER, "2", false));
        waiting.putBack(failed);

        assertThat(take(9).settlements()).containsExactly(said(CALL, "1", true), said(OTHER, "2", false));
    }

    /** What is withdrawn has no cost, unless somebody says later that it has one. */
    @Test
    void remembersWhatIsWithdrawnUntilItIsWritten() throws Exception {
        waiting.withdraw(said(CALL, "0", true));
        waiting.add(said(OTHER, "1", true));
        Batch failed = take(1);
        assertThat(failed).isEqualTo(new Batch(List.of(said(CALL, "0", true)), List.of(CALL)));
        waiting.putBack(failed);
        waiting.add(said(CALL, "0.5", true));

        assertThat(take(9))
                .isEqualTo(new Batch(List.of(said(OTHER, "1", true), said(CALL, "0.5", true)), List.of(CALL)));
        assertThat(take(9).isEmpty()).isTrue();
    }

    @Test
    void takesNoMoreThanItHasRoomForButWhatItKnowsAlready() {
        boolean taken = true;
        int calls = 0;
        while (taken) {
            taken = waiting.add(said(new UUID(7, calls++), "1", false));
        }

        assertThat(calls).isEqualTo(100_001);
        assertThat(waiting.add(said(new UUID(7, 5), "1", true))).isTrue();
    }

    @Test
    void anAmountThatNoColumnHoldsSaysNothing() {
        assertThat(said(CALL, "1e20", true)).isEqualTo(new Settlement(CALL, null, By.RECORDED));
        assertThat(said(CALL, "0.111111111111111111111111111111111111111", true).amount())
                .isEqualTo("0.11111111111111111111111111111111111112");
    }

    private Batch take(int most) throws InterruptedException {
        return waiting.take(most, 0);
    }

    private static Settlement said(UUID call, String amount, boolean known) {
        return Settlement.of(call, new BigDecimal(amount), known ? By.SETTLED : By.PENDING);
    }
}
