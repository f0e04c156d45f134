/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import static java.util.stream.Collectors.toMap;

import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.config.ApiKey;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.upstream.RetryPolicy;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;
import org.jspecify.annotations.Nullable;

/** The keys of one instance, which share its calls. Everybody else knows them by their labels. */
public final class KeyPool {

    private final Map<String, String> secrets;
    private final @Nullable Balancer balancer;
    private final String setting;

    /**
     * @param keys empty where the operator has set none: then every call ends with a sentence that says so
     * @param setting the one that has the keys, for that sentence
     * @param nanos a clock like {@link System#nanoTime}
     * @param random evenly between 0 and 1
     */
    public KeyPool(
            List<ApiKey> keys, String setting, BalanceSettings options, LongSupplier nanos, DoubleSupplier random) {
        this.setting = setting;
        this.secrets = keys.stream().collect(toMap(ApiKey::label, ApiKey::key));
        Map<String, Double> weights = new LinkedHashMap<>();
        keys.forEach(key -> weights.put(key.label(), key.weight()));
        this.balancer = keys.isEmpty() ? null : new Balancer(weights, options, label -> true, nanos, random);
    }

    public Processor chooseKey() {
        return new ChooseKey(this);
    }

    public Processor cooldownKey(RetryPolicy retries) {
        return new CooldownKey(this, retries, Clock.systemUTC());
    }

    /** @param groups the models that share calls, by alias, told of beside the keys */
    public HealthCheck health(String id, Map<String, Balancer> groups) {
        return new BalanceHealth(id, balancer, groups);
    }

    /**
     * What shares the calls among the keys, by label.
     *
     * @throws OpenRouterException 500, if there are no keys
     */
    Balancer balancer() {
        if (balancer == null) {
            throw OpenRouterException.of(
                    500,
                    "The gateway has no OpenRouter key: its operator has to set " + setting + ".",
                    null,
                    "no_upstream_key");
        }
        return balancer;
    }

    /** The key of a label that was chosen among them. */
    public String secret(String label) {
        return Objects.requireNonNull(secrets.get(label), label);
    }
}
