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
import io.github.camelopenrouter.spi.NotYetKnownException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Too many calls of the last five minutes have failed, by no fault of their clients. */
final class ErrorRateRule implements AlertRule {

    /** Of fewer calls the rate says nothing. */
    static final int LEAST_CALLS = 20;

    private final RecentCalls recent;
    private final BigDecimal percent;

    ErrorRateRule(RecentCalls recent, BigDecimal percent) {
        this.recent = recent;
        this.percent = percent;
    }

    @Override
    public String name() {
        return "error-rate";
    }

    @Override
    public List<AlertFinding> look(Instant now) throws NotYetKnownException {
        long calls = recent.calls();
        if (calls < LEAST_CALLS) {
            recent.requireWhole();
            return List.of();
        }
        double rate = 100.0 * recent.failed() / calls;
        return rate < percent.doubleValue()
                ? List.of()
                : List.of(new AlertFinding(
                        "calls",
                        String.format(Locale.ROOT, "%.1f%%", rate),
                        percent.toPlainString() + "%",
                        recent.failed() + " of the " + calls + " calls of the last five minutes have failed."));
    }
}
