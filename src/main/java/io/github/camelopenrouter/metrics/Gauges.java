/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.call.DoorLoad;
import io.github.camelopenrouter.spi.AuditTrail;
import io.github.camelopenrouter.spi.CostReconciliation;
import io.github.camelopenrouter.spi.UsageHealth;
import io.github.camelopenrouter.upstream.Passage;
import io.github.camelopenrouter.upstream.VendorBreakers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;
import org.apache.hc.core5.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/** What is read when somebody asks for it, of all gateways together. */
final class Gauges {

    private static final String ENGINE = "openrouter-engine";

    private final CamelContext context;
    private final MeterRegistry registry;
    private final List<GatewayParts> gateways;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Queue<Meter> registered = new ConcurrentLinkedQueue<>();
    private volatile @Nullable UsageHealth usage;
    private final Set<String> compared = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> firing = new ConcurrentHashMap<>();
    private volatile @Nullable CostReconciliation reconciliation;
    private volatile @Nullable Runnable takeBack;

    /** @param gateways which may come and go */
    Gauges(CamelContext context, MeterRegistry registry, List<GatewayParts> gateways) {
        this.context = context;
        this.registry = registry;
        this.gateways = gateways;
        add(gauge("openrouter.open.streams", all -> all.doors(DoorLoad::openStreams))
                .description("Event streams whose clients have not got their end yet"));
        add(gauge("openrouter.queued", all -> all.doors(DoorLoad::queued))
                .description("Requests that wait until there is room for them"));
        addConnections("leased", PoolStats::getLeased);
        addConnections("available", PoolStats::getAvailable);
        addConnections("pending", PoolStats::getPending);
        addVendor(VendorBreakers.PLATFORM);
    }

    /** The breaker of a vendor that nobody has made up. */
    void addVendor(String vendor) {
        add(gauge("openrouter.breaker.state", all -> all.breakerState(vendor))
                .description("The circuit breaker: 0 closed, 1 half-open, 2 open")
                .tag("vendor", vendor));
    }

    /** The key with this label; once, however often it is named. */
    void addKey(String label) {
        if (!keys.contains(label) && keys.add(label)) {
            add(gauge("openrouter.key.cooldown", all -> all.cooldown(label))
                    .description("How long this OpenRouter key is still left alone")
                    .baseUnit("seconds")
                    .tag("key", label));
        }
    }

    /** The lines of calls that an audit has lost, where there is one. */
    void addAudit() {
        AuditTrail.find(context)
                .ifPresent(trail ->
                        registered.add(FunctionCounter.builder("openrouter.audit.dropped", trail, AuditTrail::dropped)
                                .description("Lines of calls that the audit has lost")
                                .register(registry)));
    }

    /** What is told of the records of calls, where somebody writes them. */
    void addUsage() {
        if (usage != null) {
            return;
        }
        UsageHealth found = context.getRegistry().findSingleByType(UsageHealth.class);
        if (found != null) {
            usage = found;
            registered.add(FunctionCounter.builder("openrouter.usage.dropped", found, UsageHealth::dropped)
                    .description("Records of calls that could not be written")
                    .register(registry));
            registered.add(Gauge.builder("openrouter.usage.unresolved", found, UsageHealth::unresolved)
                    .description("Calls since the start that may have cost something nobody has said")
                    .register(registry));
            registered.add(Gauge.builder(
                            "openrouter.usage.lag",
                            found,
                            health -> health.lag().toMillis() / 1e3)
                    .description("How far what reads the records is behind the calls")
                    .baseUnit("seconds")
                    .register(registry));
        }
    }

    /** A key that has been compared has a series, and no other: to most gateways nobody has said what they are to be. */
    void addReconciliation() {
        CostReconciliation found = context.getRegistry().findSingleByType(CostReconciliation.class);
        if (found != null && reconciliation == null) {
            reconciliation = found;
            takeBack = found.whenCompared(() -> found.unreconciled().keySet().forEach(this::addCompared));
        }
    }

    private void addCompared(String label) {
        if (compared.size() < LabelReader.MOST && compared.add(label)) {
            add(gauge("openrouter.cost.unreconciled.usd", all -> all.unreconciled(label))
                    .description("What OpenRouter has taken and is not booked here, in US dollars, when last compared")
                    .tag("key", label));
        }
    }

    /** So many incidents of this alert; the name is a rule's. */
    void firing(String alert, int incidents) {
        if (firing.containsKey(alert) || firing.size() < LabelReader.MOST) {
            if (firing.put(alert, incidents) == null) {
                add(gauge("openrouter.alerts.firing", all -> all.firing.getOrDefault(alert, 0))
                        .description("Incidents of this alert that are going on and that receivers were told of")
                        .tag("alert", alert));
            }
        }
    }

    private double unreconciled(String label) {
        CostReconciliation asked = reconciliation;
        BigDecimal found = asked == null ? null : asked.unreconciled().get(label);
        return found == null ? Double.NaN : found.doubleValue();
    }

    /** Nobody is there any more to be asked. */
    void removeAll() {
        Runnable ending = takeBack;
        if (ending != null) {
            ending.run();
        }
        registered.forEach(registry::remove);
        registered.clear();
    }

    private void addConnections(String state, ToDoubleFunction<PoolStats> count) {
        add(gauge("openrouter.upstream.connections", all -> all.connections(count))
                .description("Connections to OpenRouter; pending are calls that wait for one")
                .tag("state", state));
    }

    private Gauge.Builder<Gauges> gauge(String name, ToDoubleFunction<Gauges> value) {
        return Gauge.builder(name, this, value);
    }

    private void add(Gauge.Builder<Gauges> gauge) {
        registered.add(gauge.register(registry));
    }

    private double doors(ToDoubleFunction<DoorLoad> load) {
        return context.getRegistry().lookupByName(ENGINE) instanceof DoorLoad engine ? load.applyAsDouble(engine) : 0;
    }

    private double connections(ToDoubleFunction<PoolStats> count) {
        return gateways.stream()
                .map(GatewayParts::connectionStats)
                .mapToDouble(count)
                .sum();
    }

    private double breakerState(String vendor) {
        return gateways.stream()
                .map(gateway -> gateway.breakers().passage(vendor))
                .mapToInt(Passage::ordinal)
                .max()
                .orElse(0);
    }

    private double cooldown(String label) {
        return gateways.stream()
                .flatMap(gateway -> gateway.keys().states().stream())
                .filter(key -> key.name().equals(label))
                .mapToDouble(key -> key.cooldown().toMillis() / 1e3)
                .max()
                .orElse(0);
    }
}
