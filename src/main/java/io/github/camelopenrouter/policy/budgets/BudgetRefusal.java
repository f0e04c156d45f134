/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.cost.CallCost;
import io.github.camelopenrouter.spi.BudgetKeeper.Amounts;
import io.github.camelopenrouter.spi.BudgetKeeper.Answer.Spent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What a client is told whose call a budget does not let pass. 402, which SDKs do not try again: to wait would not help. */
final class BudgetRefusal {

    private static final int PAYMENT_REQUIRED = 402;
    private static final int UNAVAILABLE_FOR = 5;

    private BudgetRefusal() {}

    /** 402: the rest of the budget is less than the call may cost. */
    static OpenRouterException exceeded(Budget budget, Spent spent, CallCost cost) {
        Amounts amounts = spent.amounts();
        BigDecimal left = budget.limit().subtract(amounts.used());
        long fitting = cost.outputTokensWithin(left);
        StringBuilder text = standing(budget, amounts)
                .append("; this call may cost ")
                .append(plain(cost.amount()))
                .append(" USD. ");
        if (fitting > 0 && fitting < cost.outputTokens()) {
            text.append("It would fit into this budget with max_tokens of ")
                    .append(fitting)
                    .append(". ");
        }
        return refusal(renewal(text, budget, spent));
    }

    /** The same of a stream that has begun, or of a call that is to be tried again. */
    static OpenRouterException exceeded(Budget budget, Spent spent) {
        return refusal(renewal(
                standing(budget, spent.amounts()).append("; this call needs more than was held for it. "),
                budget,
                spent));
    }

    private static StringBuilder standing(Budget budget, Amounts amounts) {
        StringBuilder text = new StringBuilder("The budget of ")
                .append(budget.scope().words())
                .append(
                        budget.period() == Period.TOTAL
                                ? " in all"
                                : " for this " + budget.period().word())
                .append(", ")
                .append(plain(budget.limit()))
                .append(" USD, is not enough: ")
                .append(plain(amounts.spent()))
                .append(" are spent, ")
                .append(plain(amounts.held()))
                .append(" held by calls that run");
        if (amounts.pending().signum() != 0) {
            text.append(", ").append(plain(amounts.pending())).append(" not known yet");
        }
        return text;
    }

    private static String renewal(StringBuilder text, Budget budget, Spent spent) {
        if (budget.period() == Period.TOTAL) {
            return text.append("It does not renew.").toString();
        }
        return text.append("It renews ")
                .append(date(spent.demand().counter().until(), budget.zone()))
                .append('.')
                .toString();
    }

    /** A day where it begins with one, there. */
    private static String date(Instant renews, ZoneId zone) {
        ZonedDateTime there = renews.atZone(zone);
        return there.toLocalTime().toSecondOfDay() == 0
                ? "on " + there.toLocalDate()
                : "at " + DateTimeFormatter.ISO_INSTANT.format(renews);
    }

    private static OpenRouterException refusal(String text) {
        return OpenRouterException.of(PAYMENT_REQUIRED, text, null, OpenRouterException.BUDGET_EXCEEDED);
    }

    /** 402: nobody knows what to hold. */
    static OpenRouterException unknownPrice(String model) {
        return OpenRouterException.of(
                PAYMENT_REQUIRED,
                "The price of the model '" + model
                        + "' is not known, and your budget takes none without: name a model that has one.",
                "model",
                "price_unknown");
    }

    /** The same of the model that takes the place of all once a budget is spent, which no client can change. */
    static OpenRouterException unknownPriceInstead(String model) {
        return OpenRouterException.of(
                PAYMENT_REQUIRED,
                "Your budget is spent, and the price of the model '" + model
                        + "', which the policy names for that, is not known: whoever runs this gateway has to name another.",
                null,
                "price_unknown");
    }

    /** 503: there is no list of models, and so no price. */
    static OpenRouterException withoutPrices() {
        return OpenRouterException.overloaded(
                "The prices of the models are not known now, and your budget takes no call without.",
                "prices_unavailable",
                UNAVAILABLE_FOR);
    }

    /** 503: nobody can say what is left. */
    static OpenRouterException away() {
        return OpenRouterException.overloaded(
                "What is left of the budgets cannot be asked now.", "budget_store_down", UNAVAILABLE_FOR);
    }

    private static String plain(BigDecimal usd) {
        return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
    }
}
