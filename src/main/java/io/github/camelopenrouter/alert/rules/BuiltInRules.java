/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.AlertRule;
import io.github.camelopenrouter.spi.BudgetReport;
import io.github.camelopenrouter.spi.CostReconciliation;
import io.github.camelopenrouter.spi.UsageHealth;
import io.github.camelopenrouter.usage.UsageOwner;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import io.github.camelopenrouter.usage.UsageSettings;
import io.github.camelopenrouter.usage.UsageStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's own rules, with what they look at. */
public final class BuiltInRules {

    private static final Logger LOG = LoggerFactory.getLogger(BuiltInRules.class);

    /** OpenRouter is asked about keys as often. */
    private static final Duration KEYS = Duration.ofMinutes(5);

    /** Those of one process are counted in its memory; those of several machines in a database. */
    private static final Duration BUDGETS = Duration.ofSeconds(10);

    /** A store answers at once; the journal of a day has to be read. */
    private static final Duration STORE = Duration.ofSeconds(30);

    private static final Duration JOURNAL = Duration.ofMinutes(5);

    private static final String SEVEN_DAYS = String.valueOf(Duration.ofDays(7).toSeconds());

    private final CamelContext context;
    private final Settings settings;
    private final Executor behind;
    private final Clock clock;
    private final List<WatchedGateway> gateways = new CopyOnWriteArrayList<>();
    private final RecentCalls recent;
    private final UnpaidCalls unpaid;
    private final Map<String, AlertRule> rules = new LinkedHashMap<>();

    /**
     * @param behind runs what takes its time, one after the other
     */
    public BuiltInRules(CamelContext context, Executor behind, Clock clock) {
        this.context = context;
        this.settings = RuleSettings.of(context);
        this.behind = behind;
        this.clock = clock;
        this.recent = new RecentCalls(
                clock::millis,
                seconds(settings.get(RuleSettings.SLOW_FIRST_TOKEN).or("10")));
        this.unpaid = new UnpaidCalls(clock);
        make();
    }

    private void make() {
        add(RuleSettings.BREAKER_OPEN, threshold -> new BreakerOpenRule(gateways));
        add(RuleSettings.KEY_COOLDOWN, threshold -> new KeyCooldownRule(gateways));
        add(RuleSettings.ERROR_RATE, threshold -> new ErrorRateRule(recent, threshold.or("20")));
        add(RuleSettings.SLOW_FIRST_TOKEN, threshold -> new SlowFirstTokenRule(recent, threshold.or("10")));
        add(RuleSettings.SPEND_PER_DAY, this::spendPerDay);
        add(RuleSettings.SPEND_SPIKE, this::spendSpike);
        budget(settings.get(RuleSettings.BUDGET));
        Background<List<KeyFacts>> keys = new Background<>(behind, KEYS, new KeyQuestions(context, gateways)::ask);
        add(
                RuleSettings.UPSTREAM_CREDITS,
                threshold -> new UpstreamCreditsRule(keys, threshold.number(), unpaid::keys));
        add(RuleSettings.KEY_EXPIRES, threshold -> new KeyExpiresRule(keys, seconds(threshold.or(SEVEN_DAYS))));
        add(
                RuleSettings.USAGE_DROPPED,
                threshold -> new UsageDroppedRule(
                        () -> bean(UsageHealth.class).map(UsageHealth::dropped).orElse(0L)));
        add(RuleSettings.UNRECONCILED, this::unreconciled);
        add(RuleSettings.GUARDRAIL_BLOCKS, threshold -> new GuardrailBlocksRule(recent, threshold.or("10")));
        add(
                RuleSettings.STORE_DOWN,
                threshold -> new HealthRule(
                        "store-down",
                        () -> checks(id -> id.equals("openrouter-store")),
                        "The store does not follow the journal."));
        add(
                RuleSettings.SECRET_SOURCE_DOWN,
                threshold -> new HealthRule(
                        "secret-source-down",
                        () -> checks(id -> id.startsWith("openrouter-") && id.contains("secret-")),
                        "A source of secrets cannot be read, or holds nonsense."));
    }

    private void add(Setting<Threshold> setting, Function<Threshold, @Nullable AlertRule> maker) {
        Threshold threshold = settings.get(setting);
        AlertRule rule = threshold.isOff() ? null : maker.apply(threshold);
        if (rule != null) {
            rules.put(rule.name(), rule);
        }
    }

    private void budget(List<Integer> percents) {
        if (!percents.isEmpty()) {
            AlertRule rule = new BudgetRule(() -> BudgetReport.find(context), percents, behind, BUDGETS);
            rules.put(rule.name(), rule);
        }
    }

    private AlertRule unreconciled(Threshold threshold) {
        if (threshold.number() != null && !UsageSettings.wantReconciliation(context)) {
            throw new SettingException(
                    "openrouter.alerts.unreconciled is set, but nothing is compared: set openrouter.usage.reconcile=key.");
        }
        return new UnreconciledRule(
                () -> bean(CostReconciliation.class)
                        .map(CostReconciliation::unreconciled)
                        .orElse(Map.of()),
                threshold.number());
    }

    private @Nullable AlertRule spendPerDay(Threshold threshold) {
        BigDecimal most = threshold.number();
        if (most == null) {
            throw new SettingException(
                    "openrouter.alerts.spend-per-day is on, but must be the US dollars that a day may cost, or off.");
        }
        Path data = UsageSettings.findDirectory(context).orElse(null);
        if (data == null) {
            throw new SettingException(
                    "openrouter.alerts.spend-per-day is set, but nothing is booked: set openrouter.data-dir.");
        }
        return new SpendPerDayRule(
                (from, to) -> spend(data, from, to), most, behind, hasStore() ? STORE : JOURNAL, clock);
    }

    private @Nullable AlertRule spendSpike(Threshold threshold) {
        if (!hasStore()) {
            LOG.info("Alert spend-spike is not looked for: it needs openrouter.store.url");
            return null;
        }
        Path data = UsageSettings.directory(context);
        return new SpendSpikeRule((from, to) -> spend(data, from, to), threshold.or("3"), behind, STORE, clock);
    }

    private boolean hasStore() {
        return store().isPresent();
    }

    private Optional<UsageStore> store() {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(UsageStore.BEAN, UsageStore.class));
    }

    private BigDecimal spend(Path data, Instant from, @Nullable Instant to) throws IOException {
        UsageQuery query = new UsageQuery(from, to, List.of(), ZoneOffset.UTC, UsageOwner.ANYBODY);
        Optional<UsageReport> stored = store().flatMap(store -> store.report(query));
        return (stored.isPresent() ? stored.get() : UsageReport.of(data, query)).spend();
    }

    private Stream<HealthCheck> checks(Predicate<String> ids) {
        return context.getRegistry().findByTypeWithName(HealthCheck.class).values().stream()
                .filter(check -> ids.test(check.getId()));
    }

    private <T> Optional<T> bean(Class<T> type) {
        return context.getRegistry().findByType(type).stream().findFirst();
    }

    private static Duration seconds(BigDecimal number) {
        return Duration.ofMillis(number.movePointRight(3).longValue());
    }

    /** Another gateway of the process. */
    public void add(WatchedGateway gateway) {
        gateways.add(gateway);
    }

    public void remove(WatchedGateway gateway) {
        gateways.remove(gateway);
    }

    /** To be told of each call. */
    public RecentCalls recentCalls() {
        return recent;
    }

    /** To be told of each call. */
    public UnpaidCalls unpaidCalls() {
        return unpaid;
    }

    /** In their order, those that are off among them. */
    public static List<String> names() {
        return RuleSettings.names().toList();
    }

    /** Empty for one that is off. */
    public Optional<AlertRule> find(String name) {
        return Optional.ofNullable(rules.get(name));
    }
}
