/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import java.io.IOException;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks how budgets stand, for somebody who waits for the answer. Without a policy there are none. */
public record BudgetQuestions(CamelContext context) {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetQuestions.class);
    private static final int TRY_AGAIN_SECONDS = 5;

    private interface Question {
        List<Standing> ask(BudgetReport report) throws IOException;
    }

    /**
     * All of them.
     *
     * @throws OpenRouterException 503 if nobody can say now
     */
    public List<Standing> all() {
        return ask(BudgetReport::standings);
    }

    /**
     * Those of one scope, in the order of the policy.
     *
     * @throws OpenRouterException 503 if nobody can say now
     */
    public List<Standing> of(String scope, String name) {
        return ask(report -> report.standings(scope, name));
    }

    private List<Standing> ask(Question question) {
        BudgetReport report = BudgetReport.find(context).orElse(null);
        try {
            return report == null ? List.of() : question.ask(report);
        } catch (IOException e) {
            throw storeDown(e);
        }
    }

    /** 503: what keeps count of budgets is away. */
    public static OpenRouterException storeDown(IOException cause) {
        LOG.warn("Nobody can say how the budgets stand: {}", cause.toString());
        return OpenRouterException.overloaded(
                "Nobody can say now how the budgets stand: what keeps count of them, the store of openrouter.store.url"
                        + " or openrouter.data-dir, does not answer.",
                "budget_store_down",
                TRY_AGAIN_SECONDS);
    }
}
