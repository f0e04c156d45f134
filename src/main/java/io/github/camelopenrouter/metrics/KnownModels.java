/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The models that OpenRouter lists, as far as the gateways' catalogues have seen it. Nobody waits for a list here. */
final class KnownModels {

    /** Names that no list has, made up or new, ask for a newer list this often at most. */
    private static final long LOOK_AGAIN = TimeUnit.MINUTES.toNanos(1);

    private final List<GatewayParts> gateways;
    private final AtomicLong lastLook = new AtomicLong(System.nanoTime() - LOOK_AGAIN);

    /** @param gateways which may come and go */
    KnownModels(List<GatewayParts> gateways) {
        this.gateways = gateways;
    }

    /** The name as a list has it, null for none of them. */
    @Nullable
    String listedName(String model) {
        for (GatewayParts gateway : gateways) {
            String listed = gateway.catalogue().listedName(model);
            if (listed != null) {
                return listed;
            }
        }
        long last = lastLook.get();
        if (System.nanoTime() - last >= LOOK_AGAIN) {
            look();
        }
        return null;
    }

    /** Fetches, in the background, those lists that are old or not there; ends when that is over. */
    CompletionStage<?> look() {
        lastLook.set(System.nanoTime());
        return CompletableFuture.allOf(gateways.stream()
                .map(gateway -> gateway.catalogue().refresh().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
