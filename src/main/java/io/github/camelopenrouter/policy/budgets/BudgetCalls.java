/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.RequestListener;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has each call be one with a budget, as long as there are any. */
final class BudgetCalls implements RequestListener {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetCalls.class);

    private final BudgetBook budgets;
    private final BudgetSettings settings;

    BudgetCalls(BudgetBook budgets, BudgetSettings settings) {
        this.budgets = budgets;
        this.settings = settings;
    }

    @Override
    public CallListener listenerFor(Exchange request) {
        BudgetedCall.forget(request);
        if (areNone()) {
            return this;
        }
        BudgetedCall call = new BudgetedCall(settings, budgets);
        call.putOn(request);
        return call;
    }

    private boolean areNone() {
        try {
            return budgets.isEmpty();
        } catch (OpenRouterException notReadYet) {
            LOG.debug("The policy has not been read yet, and its call goes nowhere", notReadYet);
            return true;
        }
    }

    @Override
    public void ended(CallRecord call) {
        // it began without budgets
    }
}
