/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import org.apache.camel.CamelContext;

/**
 * How the budgets of a policy hold, in all gateways of a process.
 *
 * @param strict whether no call may cost more than was held for it
 * @param step tokens of output by which the hold of a stream is raised
 * @param unknownPasses whether models pass whose price nobody knows
 * @param awayPasses whether calls pass while nobody can say what is left
 * @param capsOutput whether strict budgets write into a request how much it may answer
 */
public record BudgetSettings(boolean strict, int step, boolean unknownPasses, boolean awayPasses, boolean capsOutput) {

    public static final Section SECTION = Section.ofProcess("count their budgets together");

    /** What budgets do to answers that are longer than was held for. */
    enum Enforce {
        SOFT,
        STRICT
    }

    /** What becomes of calls of which nobody can say whether they fit. */
    enum Unsure {
        REFUSE,
        ALLOW
    }

    static final Setting<Enforce> ENFORCE = SECTION.setting(
            "budget.enforce",
            SettingTypes.word(Enforce.class),
            "soft",
            "`soft`: a stream longer than was held for goes on while its budgets have more; `strict`: an answer is taken to have all its model writes.");

    static final Setting<Integer> STEP = SECTION.setting(
            "budget.step",
            SettingTypes.number(1, 1_000_000),
            "256",
            "Tokens of output by which more is held for a stream that is longer than was held for.");

    static final Setting<Unsure> UNKNOWN_PRICE = SECTION.setting(
            "budget.unknown-price",
            SettingTypes.word(Unsure.class),
            "refuse",
            "What becomes of calls with a budget to models whose price nobody knows, as `openrouter/auto`; with `allow` nothing is held for them.");

    static final Setting<Unsure> STORE_DOWN = SECTION.setting(
            "budget.store-down",
            SettingTypes.word(Unsure.class),
            "refuse",
            "What becomes of calls with a budget while nobody can say what is left of it: the store is away, or the journal takes nothing.");

    static final Setting<Boolean> CAP_OUTPUT = SECTION.setting(
            "budget.cap-output",
            SettingTypes.flag(),
            "false",
            "With `budget.enforce=strict`: writes `max_tokens` into requests that say nothing, so that OpenRouter ends what is longer.");

    /** Of the process, whichever gateway asks. */
    static BudgetSettings of(CamelContext context) {
        Settings settings = Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
        return new BudgetSettings(
                settings.get(ENFORCE) == Enforce.STRICT,
                settings.get(STEP),
                settings.get(UNKNOWN_PRICE) == Unsure.ALLOW,
                settings.get(STORE_DOWN) == Unsure.ALLOW,
                settings.get(CAP_OUTPUT));
    }
}
