/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** The keys that the gateways of a process have. Safe for many threads. */
final class HeldKeys {

    /** In their order, so that a key which two of them have always has the same name. */
    private final Map<String, Supplier<Map<String, String>>> gateways = new ConcurrentSkipListMap<>();

    /**
     * A key, whichever gateways and labels have it.
     *
     * @param gateway the first that has it
     * @param label that it has there
     * @param names all that it has, as {@link BookedCosts} knows them
     */
    record Held(String gateway, String label, Set<String> names) {

        /** For people and metrics: the label, and of a gateway with a name that name, too. */
        String name() {
            return gateway.isEmpty() ? label : BookedCosts.name(gateway, label);
        }
    }

    /** @param fingerprints of its keys, by their labels */
    void add(String gateway, Supplier<Map<String, String>> fingerprints) {
        gateways.put(gateway, fingerprints);
    }

    void remove(String gateway) {
        gateways.remove(gateway);
    }

    /** By their fingerprints: gateways and labels that have the same key share its use. */
    Map<String, Held> byFingerprint() {
        Map<String, Held> held = new LinkedHashMap<>();
        gateways.forEach((gateway, keys) -> keys.get()
                .forEach((label, fingerprint) -> held.computeIfAbsent(
                                fingerprint, any -> new Held(gateway, label, new TreeSet<>()))
                        .names()
                        .add(BookedCosts.name(gateway, label))));
        return held;
    }
}
