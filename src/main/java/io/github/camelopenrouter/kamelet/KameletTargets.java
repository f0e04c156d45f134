/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.config.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;

/**
 * The gateways that the Kamelets in a host's routes want. Each is made at its first call only, but whether it could be made is
 * asked when the host starts: not earlier, for a gateway may come from a route that stands behind the Kamelet's. Safe for many
 * threads.
 */
public final class KameletTargets {

    private final ReentrantLock lock = new ReentrantLock();
    private final OpenRouterInstances instances;
    private final List<KameletTarget> waiting = new ArrayList<>();
    private final List<RuntimeCamelException> refused = new ArrayList<>();
    private boolean routesAreKnown;

    KameletTargets(OpenRouterInstances instances) {
        this.instances = instances;
    }

    /** Those of this context. */
    public static KameletTargets of(CamelContext context) {
        return OpenRouterInstances.of(context).targets();
    }

    /** @throws SettingException if its gateway cannot be made; as long as the host has not started, {@link #check} says so */
    void expect(KameletTarget target) {
        lock.lock();
        try {
            if (!routesAreKnown) {
                waiting.add(target);
                return;
            }
        } finally {
            lock.unlock();
        }
        instances.requireUsable(target);
    }

    /**
     * Of one that is wrong before its gateway is asked for. Thrown while Camel makes the routes, the sentence would be the last
     * of seven causes.
     *
     * @throws SettingException this one; as long as the host has not started, {@link #check} says so
     */
    void refuse(String kamelet, SettingException sentence) {
        lock.lock();
        try {
            if (routesAreKnown) {
                throw sentence;
            }
            refused.add(new RuntimeCamelException(
                    "The Kamelet " + kamelet + " cannot be made: " + sentence.getMessage(), sentence));
        } finally {
            lock.unlock();
        }
    }

    /**
     * All routes of the host are known.
     *
     * @throws RuntimeCamelException with our sentence for the first that is wrong, or whose gateway cannot be made
     */
    public void check() {
        List<KameletTarget> targets;
        lock.lock();
        try {
            routesAreKnown = true;
            targets = List.copyOf(waiting);
            waiting.clear();
            if (!refused.isEmpty()) {
                throw refused.get(0);
            }
        } finally {
            lock.unlock();
        }
        try {
            targets.stream().distinct().forEach(instances::requireUsable);
        } catch (SettingException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }
}
