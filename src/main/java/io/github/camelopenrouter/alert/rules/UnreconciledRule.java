/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.AlertRule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** OpenRouter has taken more or less for a key than is booked for it. */
final class UnreconciledRule implements AlertRule {

    private final Supplier<Map<String, BigDecimal>> differences;
    private final @Nullable BigDecimal least;

    /** @param least difference that is wrong, in US dollars; null for any */
    UnreconciledRule(Supplier<Map<String, BigDecimal>> differences, @Nullable BigDecimal least) {
        this.differences = differences;
        this.least = least;
    }

    @Override
    public String name() {
        return "unreconciled";
    }

    @Override
    public List<AlertFinding> look(Instant now) {
        return differences.get().entrySet().stream()
                .filter(one -> isWrong(one.getValue()))
                .map(one -> new AlertFinding(
                        one.getKey(),
                        one.getValue().toPlainString() + " USD",
                        least == null ? null : least.toPlainString() + " USD",
                        "What OpenRouter has taken for the key " + one.getKey() + " differs from what is booked by "
                                + one.getValue().toPlainString() + " USD."))
                .toList();
    }

    private boolean isWrong(BigDecimal difference) {
        return difference.signum() != 0 && (least == null || difference.abs().compareTo(least) >= 0);
    }
}
