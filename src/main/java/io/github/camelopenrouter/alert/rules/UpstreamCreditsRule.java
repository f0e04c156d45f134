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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Little is left of the limit of an OpenRouter key. */
final class UpstreamCreditsRule extends KeyRule {

    private static final BigDecimal TENTH = new BigDecimal("0.1");

    private final @Nullable BigDecimal least;

    /** @param least US dollars that have to be left; null for a tenth of the limit */
    UpstreamCreditsRule(Background<List<KeyFacts>> keys, @Nullable BigDecimal least) {
        super("upstream-credits", keys);
        this.least = least;
    }

    @Override
    @Nullable
    AlertFinding lookAt(KeyFacts key, Instant now) {
        BigDecimal limit = key.limit();
        BigDecimal remaining = key.remaining();
        if (limit == null || remaining == null) {
            return null;
        }
        BigDecimal threshold = least == null ? limit.multiply(TENTH) : least;
        return remaining.compareTo(threshold) > 0
                ? null
                : new AlertFinding(
                        key.subject(),
                        Dollars.of(remaining),
                        Dollars.of(threshold),
                        "Of the limit of the OpenRouter key " + key.subject() + ", " + Dollars.of(limit) + ", there is "
                                + Dollars.of(remaining) + " left.");
    }
}
