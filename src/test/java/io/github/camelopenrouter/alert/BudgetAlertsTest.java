/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.alert.rules.BuiltInRules;
import io.github.camelopenrouter.spi.AlertRule;
import io.github.camelopenrouter.testing.FakeBudgets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What receivers hear of a budget in the course of its window, and of the next. */
class BudgetAlertsTest {

    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final Duration COOL_DOWN = Duration.ofMinutes(10);
    private static final String WINDOW = " since 2026-11-01T00:00:00Z";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final FakeBudgets budgets = new FakeBudgets();
    private final Incidents incidents = new Incidents("node", SETTLE, COOL_DOWN);
    private Instant now = Instant.parse("2026-11-30T10:30:00Z");
    private Book book = Book.EMPTY;

    @BeforeEach
    void start() {
        context.build();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void eachThresholdIsToldOnceAWindow() throws Exception {
        AlertRule rule = rule();
        budgets.with("team", "support", "month", "100", "50").bindTo(context);
        assertThat(look(rule)).containsExactly("FIRING team support month 50%" + WINDOW);
        assertThat(look(rule)).isEmpty();

        budgets.clear().with("team", "support", "month", "100", "96");
        assertThat(look(rule))
                .containsExactly("FIRING team support month 80%" + WINDOW, "FIRING team support month 95%" + WINDOW);
        now = now.plus(COOL_DOWN);
        assertThat(look(rule)).isEmpty();
    }

    @Test
    void theEndOfTheWindowIsTheirEnd() throws Exception {
        AlertRule rule = rule();
        budgets.with("team", "support", "month", "100", "80").bindTo(context);
        assertThat(look(rule)).hasSize(2);

        budgets.clear().with("team", "support", "month", "100", "0");
        assertThat(look(rule)).isEmpty();
        now = now.plus(SETTLE);
        assertThat(look(rule))
                .containsExactlyInAnyOrder(
                        "RESOLVED team support month 50%" + WINDOW, "RESOLVED team support month 80%" + WINDOW);
    }

    @Test
    void offEndsIt() {
        Properties off = new Properties();
        off.put("openrouter.alerts.budget", "off");
        context.getPropertiesComponent().setOverrideProperties(off);

        assertThat(new BuiltInRules(context, Runnable::run, Clock.systemUTC()).find("budget"))
                .isEmpty();
    }

    private AlertRule rule() {
        return new BuiltInRules(context, Runnable::run, Clock.systemUTC())
                .find("budget")
                .orElseThrow();
    }

    /** Ten seconds later. */
    private List<String> look(AlertRule rule) throws Exception {
        now = now.plusSeconds(10);
        LookResult result = incidents.after(book, new Look(now).found(rule.name(), rule.look(now)), List.of("pager"));
        book = result.book();
        List<String> told = new ArrayList<>();
        result.told().forEach(one -> told.add(one.state() + " " + one.finding().subject()));
        return told;
    }
}
