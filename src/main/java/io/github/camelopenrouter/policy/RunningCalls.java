/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.PolicyKey;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers that clients of the policy's keys wait for, by the key's label: they end once the key is good no more. A step
 * behind the one that has authorized the call. Safe for many threads.
 */
final class RunningCalls implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(RunningCalls.class);

    private final Map<String, Set<ClientLink>> byKey = new ConcurrentHashMap<>();
    private final Policies policy;
    private final Clock clock;

    RunningCalls(Policies policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        String key = Principal.of(exchange).key();
        ClientLink link = exchange.getProperty(ClientLink.PROPERTY, ClientLink.class);
        if (key != null && link != null && (policy.get().keys().containsKey(key) || policy.isGone(key))) {
            add(key, link);
        }
    }

    private void add(String key, ClientLink link) {
        byKey.compute(key, (label, known) -> {
            Set<ClientLink> links = known == null ? ConcurrentHashMap.newKeySet() : known;
            links.add(link);
            return links;
        });
        link.onEnd(() -> byKey.computeIfPresent(key, (label, links) -> {
            links.remove(link);
            return links.isEmpty() ? null : links;
        }));
    }

    /** Ends those whose key is gone, disabled or expired; to be called each second. */
    void endRevoked() {
        byKey.forEach((label, links) -> {
            PolicyKey key = policy.get().keys().get(label);
            if (key == null || !key.isGoodAt(clock.instant())) {
                List<ClientLink> running = links.stream()
                        .filter(link -> link.stopReason().isEmpty())
                        .toList();
                if (!running.isEmpty()) {
                    LOG.info("{} answers end, for the key {} is good no more", running.size(), label);
                    running.forEach(
                            link -> link.stop(OpenRouterException.unauthorized("The API key is good no more.")));
                }
            }
        });
    }
}
