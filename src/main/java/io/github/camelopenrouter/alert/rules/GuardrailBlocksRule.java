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

/** Filters have kept back many answers within five minutes: somebody tries something, or a rule is wrong. */
final class GuardrailBlocksRule implements AlertRule {

    private final RecentCalls recent;
    private final BigDecimal most;

    GuardrailBlocksRule(RecentCalls recent, BigDecimal most) {
        this.recent = recent;
        this.most = most;
    }

    @Override
    public String name() {
        return "guardrail-blocks";
    }

    @Override
    public List<AlertFinding> look(Instant now) throws NotYetKnownException {
        long blocked = recent.blocked();
        if (blocked < most.longValue()) {
            recent.requireWhole();
            return List.of();
        }
        return List.of(new AlertFinding(
                "answers",
                String.valueOf(blocked),
                most.toPlainString(),
                blocked + " answers of the last five minutes were blocked by a filter."));
    }
}
