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

/** More than one in twenty streams of the last five minutes has waited too long for its first content: the 95th percentile. */
final class SlowFirstTokenRule implements AlertRule {

    static final int LEAST_STREAMS = 20;

    private final RecentCalls recent;
    private final BigDecimal seconds;

    /** @param seconds as the recent calls count what is slow */
    SlowFirstTokenRule(RecentCalls recent, BigDecimal seconds) {
        this.recent = recent;
        this.seconds = seconds;
    }

    @Override
    public String name() {
        return "slow-first-token";
    }

    @Override
    public List<AlertFinding> look(Instant now) throws NotYetKnownException {
        long streams = recent.streams();
        if (streams < LEAST_STREAMS) {
            recent.requireWhole();
            return List.of();
        }
        return recent.slow() * 20 <= streams
                ? List.of()
                : List.of(new AlertFinding(
                        "streams",
                        String.format(
                                Locale.ROOT, "%.1f s", recent.firstTokenOf95().toMillis() / 1e3),
                        seconds.stripTrailingZeros().toPlainString() + " s",
                        recent.slow() + " of the " + streams
                                + " streams of the last five minutes have waited longer than "
                                + seconds.stripTrailingZeros().toPlainString() + " s for their first content."));
    }
}
