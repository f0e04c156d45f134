/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.upstream.VendorBreakers;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.util.function.Supplier;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
import org.jspecify.annotations.Nullable;

/**
 * What of one gateway is looked at when somebody asks.
 *
 * @param connections to OpenRouter; null until the gateway is made
 */
record GatewayParts(
        ModelCatalogue catalogue, VendorBreakers breakers, KeyPool keys, Supplier<@Nullable Object> connections) {

    private static final PoolStats NONE = new PoolStats(0, 0, 0, 0);

    PoolStats connectionStats() {
        return connections.get() instanceof ConnPoolControl<?> pool ? pool.getTotalStats() : NONE;
    }
}
