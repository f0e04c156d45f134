/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Attempt;
import io.github.camelopenrouter.api.LateCost;
import io.github.camelopenrouter.spi.AlertListener;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.CostListener;
import io.github.camelopenrouter.spi.ExportListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts each call that has ended, on the thread that its answer ended on: a few additions, for which nothing is made or
 * looked up but the meters of its labels. So there are meters for so many sets of labels at most.
 */
final class Metrics extends ServiceSupport implements CallListener, CostListener, ExportListener, AlertListener {

    /** Sets of labels that tell models apart; a gateway in use has some hundreds. */
    static final int MOST_SETS = 5_000;

    private final MeterRegistry registry;
    private final AutoCloseable ownRegistry;
    private final List<GatewayParts> gateways = new CopyOnWriteArrayList<>();
    private final MeterFactory meters;
    private final Gauges gauges;
    private final EarlyCalls early;
    private final LabelReader labels;
    private final Map<CallLabels, CallMeters> sets = new ConcurrentHashMap<>();
    private final @Nullable ClientMeters clients;
    private final BudgetGauges budgets;
    private final Timer overhead;
    private final Counter[] attempts;

    /** @param ownRegistry closed at the end; a host closes its registry itself */
    Metrics(CamelContext context, MetricsSettings settings, MeterRegistry registry, AutoCloseable ownRegistry) {
        this.registry = registry;
        this.ownRegistry = ownRegistry;
        this.meters = new MeterFactory(registry);
        this.gauges = new Gauges(context, registry, gateways);
        KnownModels models = new KnownModels(gateways);
        this.early = new EarlyCalls(models, this::count);
        this.labels = new LabelReader(models, gauges::addVendor);
        this.clients = settings.keys() ? new ClientMeters(meters) : null;
        this.budgets = new BudgetGauges(context, registry, settings.keys());
        this.overhead = meters.overhead();
        this.attempts = Stream.of(AttemptReason.values()).map(meters::attempts).toArray(Counter[]::new);
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Another gateway of the process. */
    void add(GatewayParts gateway) {
        gateways.add(gateway);
        gauges.addUsage();
        gauges.addAudit();
        gauges.addReconciliation();
        gateway.keys().states().forEach(key -> gauges.addKey(key.name()));
    }

    /** It is gone; what it has counted stays. */
    void remove(GatewayParts gateway) {
        gateways.remove(gateway);
    }

    @Override
    public void ended(CallRecord call) {
        if (!early.hold(call)) {
            count(call);
        }
    }

    private void count(CallRecord call) {
        double spent = spent(call.attempts());
        of(labels.of(call)).count(call, spent);
        overhead.record(call.times().overhead().toNanos(), TimeUnit.NANOSECONDS);
        List<Attempt> made = call.attempts();
        for (int index = 0; index < made.size(); index++) {
            attempts[AttemptReason.of(made, index).ordinal()].increment();
        }
        String key = call.upstreamKey();
        if (key != null) {
            gauges.addKey(key);
        }
        if (clients != null) {
            clients.count(call.client(), spent);
        }
    }

    /** Late, and so not much of it at once: its meter is looked up each time. */
    @Override
    public void known(LateCost cost) {
        double spent = cost.spend().doubleValue();
        if (spent > 0) {
            meters.spend(labels.spendModel(cost.model()), labels.team(cost.client()))
                    .increment(spent);
        }
        if (clients != null) {
            clients.countSpend(cost.client(), spent);
        }
    }

    @Override
    public void begins(String export) {
        meters.rejectedByExport(export);
        meters.droppedByExport(export);
    }

    @Override
    public void rejected(String export) {
        meters.rejectedByExport(export).increment();
    }

    @Override
    public void dropped(String export, long records) {
        meters.droppedByExport(export).increment(records);
    }

    @Override
    public void firing(String alert, int incidents) {
        gauges.firing(alert, incidents);
    }

    @Override
    public void notified(String receiver, String result) {
        meters.alertNotifications(receiver, result).increment();
    }

    private CallMeters of(CallLabels wanted) {
        CallMeters known = sets.get(wanted);
        if (known != null) {
            return known;
        }
        CallLabels admitted = sets.size() < MOST_SETS ? wanted : wanted.withoutModels();
        return sets.computeIfAbsent(admitted, set -> new CallMeters(meters, set));
    }

    private static double spent(List<Attempt> attempts) {
        double dollars = 0;
        for (Attempt attempt : attempts) {
            dollars += value(attempt.cost()) + value(attempt.upstreamCost());
        }
        return dollars;
    }

    private static double value(@Nullable BigDecimal amount) {
        return amount == null ? 0 : amount.doubleValue();
    }

    @Override
    protected void doStart() {
        budgets.start();
    }

    @Override
    protected void doShutdown() throws Exception {
        budgets.close();
        early.release();
        gauges.removeAll();
        ownRegistry.close();
    }
}
