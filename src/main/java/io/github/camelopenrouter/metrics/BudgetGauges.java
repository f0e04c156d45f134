/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.BudgetReport.Standing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of the budgets, asked for every few seconds: a scrape must not wait for a database. A budget that is gone from
 * the policy has no series any more, and while nobody can say how they stand there are none: an old figure would be believed.
 */
final class BudgetGauges {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetGauges.class);
    private static final Set<String> OF_EVERYBODY = Set.of("organisation", "team");
    private static final long LOOK_SECONDS = 1;
    private static final long ASK_SECONDS = 10;

    private final CamelContext context;
    private final MultiGauge gauge;
    private final boolean isForKeys;
    private @Nullable ScheduledExecutorService thread;
    private long looks;
    private boolean isDown;

    /** @param isForKeys whether those of keys and users are shown, too */
    BudgetGauges(CamelContext context, MeterRegistry registry, boolean isForKeys) {
        this.context = context;
        this.isForKeys = isForKeys;
        this.gauge = MultiGauge.builder("openrouter.budget.remaining.usd")
                .description("What is neither spent nor pending nor held of a budget, in US dollars")
                .register(registry);
    }

    void start() {
        ScheduledExecutorService own = context.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "openrouter-metrics-budgets");
        thread = own;
        own.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    void close() {
        if (thread != null) {
            context.getExecutorServiceManager().shutdownNow(thread);
        }
        show(List.of());
    }

    /** There may be budgets from one second on: a policy can be there later than the metrics. */
    private void look() {
        BudgetReport report = BudgetReport.find(context).orElse(null);
        if (report == null) {
            looks = 0;
            show(List.of());
        } else if (looks++ % (ASK_SECONDS / LOOK_SECONDS) == 0) {
            ask(report);
        }
    }

    void ask(BudgetReport report) {
        try {
            show(report.standings());
            isDown = false;
        } catch (IOException | RuntimeException e) { // whatever it is, the next question has to follow
            show(List.of());
            if (!isDown) {
                LOG.warn("There are no metrics of budgets until somebody can say how they stand: {}", e.toString());
            }
            isDown = true;
        }
    }

    private void show(List<Standing> budgets) {
        Map<Tags, BigDecimal> left = new LinkedHashMap<>();
        Map<String, Integer> ofScope = new HashMap<>();
        for (Standing budget : budgets) {
            Tags tags = Tags.of("scope", budget.scope(), "name", budget.name(), "period", budget.period());
            if (left.containsKey(tags) || isShown(budget.scope(), ofScope)) {
                left.merge(tags, budget.remaining(), BigDecimal::min);
            }
        }
        gauge.register(
                left.entrySet().stream()
                        .map(one -> MultiGauge.Row.of(one.getKey(), one.getValue()))
                        .toList(),
                true);
    }

    /** So many of each scope at most, the first of the policy. */
    private boolean isShown(String scope, Map<String, Integer> ofScope) {
        return (isForKeys || OF_EVERYBODY.contains(scope)) && ofScope.merge(scope, 1, Integer::sum) <= LabelReader.MOST;
    }
}
