/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.balance.CooldownCause;
import io.github.camelopenrouter.balance.CooldownResult;
import io.github.camelopenrouter.balance.MemberState;
import io.github.camelopenrouter.call.KeyCooldowns;
import io.github.camelopenrouter.config.ApiKey;
import io.github.camelopenrouter.config.ApiKeyList;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.upstream.RetryPolicy;
import io.github.camelopenrouter.upstream.UpstreamKey;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one instance, which share its calls. Everybody else knows them by their labels. They can be replaced at any
 * time: attempts to come take the new ones, and one that has its key ends with it. Safe for threads.
 */
public final class KeyPool implements KeyCooldowns {

    private final String setting;
    private final BalanceSettings options;
    private final LongSupplier nanos;
    private final DoubleSupplier random;
    private final ReentrantLock replacing = new ReentrantLock();
    private final RetiredKeys retired;
    private volatile @Nullable KeyRing ring;
    private volatile Supplier<Set<String>> reserved = Set::of;

    /**
     * A pool without keys: until there are some every call ends with a sentence that says so.
     *
     * @param setting the one that has the keys, for that sentence
     * @param nanos a clock like {@link System#nanoTime}
     * @param random evenly between 0 and 1
     */
    public KeyPool(String setting, BalanceSettings options, LongSupplier nanos, DoubleSupplier random) {
        this.setting = setting;
        this.options = options;
        this.nanos = nanos;
        this.random = random;
        this.retired = new RetiredKeys(nanos);
    }

    /**
     * From now on these keys share the calls. A label that stays keeps its load and, as long as it was limited, its
     * cooldown; if it was refused and has another key now, that cooldown ends.
     *
     * @throws SettingException if they cannot be such keys, with the sentence that stops a start; the old ones stay
     */
    public void replace(List<ApiKey> keys) {
        ApiKeyList.check(setting, keys);
        replacing.lock();
        try {
            KeyRing before = ring;
            Map<String, Double> weights = new LinkedHashMap<>();
            keys.forEach(key -> weights.put(key.label(), key.weight()));
            Balancer balancer = before == null
                    ? new Balancer(weights, options, label -> true, nanos, random)
                    : before.balancer().with(weights);
            Map<String, UpstreamKey> byLabel = new LinkedHashMap<>();
            for (ApiKey key : keys) {
                UpstreamKey known = before == null ? null : before.keys().get(key.label());
                if (known != null && known.secret().equals(key.key())) {
                    byLabel.put(key.label(), known);
                } else {
                    byLabel.put(key.label(), new UpstreamKey(key.label(), key.key()));
                    balancer.endCooldown(key.label(), CooldownCause.REFUSED);
                }
            }
            if (before != null) {
                retired.add(before.keys().values().stream()
                        .filter(key -> byLabel.get(key.label()) != key)
                        .toList());
            }
            ring = new KeyRing(balancer, byLabel);
        } finally {
            replacing.unlock();
        }
    }

    /**
     * Keeps keys for the calls that name them ({@link OpenRouterConstants#UPSTREAM_KEYS}).
     *
     * @param labels asked for each attempt; others serve everybody else
     */
    public void reserve(Supplier<Set<String>> labels) {
        reserved = labels;
    }

    /** Whether there is a key of this label at the moment. */
    public boolean hasLabel(String label) {
        KeyRing current = ring;
        return current != null && current.keys().containsKey(label);
    }

    /** The labels whose keys may serve the call of this exchange. */
    Predicate<String> serving(Exchange exchange) {
        Set<?> own = exchange.getProperty(OpenRouterConstants.UPSTREAM_KEYS, Set.class);
        if (own != null) {
            return own::contains;
        }
        Set<String> ofOthers = reserved.get();
        return label -> !ofOthers.contains(label);
    }

    public Processor chooseKey() {
        return new ChooseKey(this);
    }

    public Processor cooldownKey(RetryPolicy retries) {
        return new CooldownKey(this, retries, Clock.systemUTC());
    }

    /** Answers an operator who asks which keys are in cooldown. */
    public Processor cooldownsReport() {
        return new CooldownsReport(this::states, Clock.systemUTC());
    }

    /** @param groups the models that share calls, by alias, told of beside the keys */
    public HealthCheck health(String id, Map<String, Balancer> groups) {
        return new BalanceHealth(id, this::states, groups);
    }

    /** Those that may have been behind this label in the last hour, that of this moment first. */
    public List<UpstreamKey> lately(String label) {
        KeyRing current = ring;
        UpstreamKey now = current == null ? null : current.keys().get(label);
        return Stream.concat(Stream.ofNullable(now), retired.of(label)).toList();
    }

    /**
     * The keys of this moment.
     *
     * @throws OpenRouterException 500, if there are no keys
     */
    KeyRing ring() {
        KeyRing current = ring;
        if (current == null) {
            throw OpenRouterException.of(
                    500,
                    "The gateway has no OpenRouter key: its operator has to set " + setting + ".",
                    null,
                    "no_upstream_key");
        }
        return current;
    }

    /** Leaves the label alone for a while, unless the refused key is the label's no more: its successor is not at fault. */
    CooldownResult coolDown(UpstreamKey key, Duration cooldown, CooldownCause cause) {
        return coolDown(key, cooldown, cause, label -> true);
    }

    /** @param serving the labels that could serve the call in its place */
    CooldownResult coolDown(UpstreamKey key, Duration cooldown, CooldownCause cause, Predicate<String> serving) {
        replacing.lock();
        try {
            KeyRing current = ring();
            UpstreamKey now = current.keys().get(key.label());
            boolean stillThere = now == key || now != null && cause == CooldownCause.LIMITED;
            return stillThere
                    ? current.balancer().coolDown(key.label(), cooldown, cause, serving)
                    : CooldownResult.REPLACED;
        } finally {
            replacing.unlock();
        }
    }

    @Override
    public Optional<Duration> cooldownOf(String label) {
        return states().stream()
                .filter(key -> key.name().equals(label) && !key.cooldown().isZero())
                .map(MemberState::cooldown)
                .findFirst();
    }

    @Override
    public void endCooldown(String label) {
        replacing.lock();
        try {
            KeyRing current = ring();
            if (current.keys().containsKey(label)) {
                current.balancer().endCooldown(label);
            }
        } finally {
            replacing.unlock();
        }
    }

    /** The labels of this moment, each with what tells its key from another: nobody can make the key of it. */
    public Map<String, String> fingerprints() {
        KeyRing current = ring;
        Map<String, String> found = new LinkedHashMap<>();
        if (current != null) {
            current.keys().forEach((label, key) -> found.put(label, key.fingerprint()));
        }
        return found;
    }

    /** The keys of this moment, by their labels. */
    public List<MemberState> states() {
        KeyRing current = ring;
        return current == null ? List.of() : current.balancer().states();
    }
}
