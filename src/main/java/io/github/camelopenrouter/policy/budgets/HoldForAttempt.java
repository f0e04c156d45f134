/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.upstream.UpstreamCall;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds as much again where an attempt before may be billed, too, and has what is written be counted as it passes. Node {@code
 * openrouter-attempt-budget}.
 */
final class HoldForAttempt implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(HoldForAttempt.class);

    private final BudgetSettings settings;

    HoldForAttempt(BudgetSettings settings) {
        this.settings = settings;
    }

    @Override
    public void process(Exchange exchange) {
        BudgetedCall call = BudgetedCall.of(exchange);
        UpstreamCall upstream = UpstreamCall.of(exchange);
        if (call == null || upstream == null || !call.isHeld()) {
            return;
        }
        if (upstream.attempts() > 1) {
            again(call, upstream);
        }
        upstream.holds(call.ofAttempt());
        call.servedBy(upstream::holdsMore, upstream::giveUp);
        upstream.meteredBy(call);
    }

    private void again(BudgetedCall call, UpstreamCall upstream) {
        int paid = (int) upstream.attemptsMade((model, usage) -> null).stream()
                .filter(attempt -> attempt.costSource() != CostSource.NONE)
                .count();
        try {
            call.attempts(paid + 1);
        } catch (IOException e) {
            LOG.debug("A call is made again, and nobody can say whether there is more", e);
            if (!settings.awayPasses()) {
                throw BudgetRefusal.away();
            }
        }
    }
}
