/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.config.InstanceName;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Names gateways by their upstream, the same after each start: a record of a call names its gateway, whose key alone can be
 * asked later what the call has cost. Safe for many threads.
 */
final class UpstreamNames {

    /** Of a name; there are more where another upstream has it already, for which one would have to try millions. */
    private static final int DIGITS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Function<Upstream, String> hash;
    private final Map<Upstream, InstanceName> names = new HashMap<>();

    UpstreamNames() {
        this(Upstream::hash);
    }

    /** @param hash more than ten hexadecimal digits, different for each upstream */
    UpstreamNames(Function<Upstream, String> hash) {
        this.hash = hash;
    }

    InstanceName of(Upstream upstream) {
        lock.lock();
        try {
            InstanceName known = names.get(upstream);
            if (known == null) {
                known = free(hash.apply(upstream));
                names.put(upstream, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private InstanceName free(String digits) {
        for (int length = DIGITS; length <= digits.length(); length++) {
            InstanceName name = InstanceName.ofKamelets(digits.substring(0, length));
            if (!names.containsValue(name)) {
                return name;
            }
        }
        throw new IllegalStateException("Two upstreams have the same hash.");
    }
}
