/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.policy.document.Policy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of a policy that has got its first limits while the gateway runs, where nothing is there to count with. */
final class WithoutLibrary implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(WithoutLibrary.class);

    private final Supplier<Policy> policy;
    private final AtomicReference<@Nullable Policy> seen = new AtomicReference<>();

    WithoutLibrary(Supplier<Policy> policy) {
        this.policy = policy;
    }

    @Override
    public void process(Exchange exchange) {
        Policy now = policy.get();
        if (seen.get() != now && seen.getAndSet(now) != now && now.hasLimits()) {
            LOG.error("The policy has limits now, and nothing holds them:"
                    + " add com.bucket4j:bucket4j_jdk17-core to the class path and start again");
        }
    }
}
