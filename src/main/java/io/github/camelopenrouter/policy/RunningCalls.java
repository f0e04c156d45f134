/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.PolicyKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers that clients of the policy's keys wait for, by the key's label: they end once the key, or the one of its texts
 * that has let the client in, is good no more. A step behind the one that has authorized the call. Safe for many threads.
 */
final class RunningCalls implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(RunningCalls.class);

    private final Map<String, Set<Running>> byKey = new ConcurrentHashMap<>();
    private final Policies policy;
    private final Clock clock;

    RunningCalls(Policies policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param hash of what the client has shown; null for a host's call in the key's name
     */
    private record Running(ClientLink link, @Nullable String hash) {
        boolean mayGoOn(@Nullable PolicyKey key, Instant now) {
            return key != null && (hash == null ? key.isGoodAt(now) : key.isGoodAt(now, hash));
        }
    }

    @Override
    public void process(Exchange exchange) {
        String key = Principal.of(exchange).key();
        ClientLink link = exchange.getProperty(ClientLink.PROPERTY, ClientLink.class);
        if (key != null && link != null && (policy.get().keys().containsKey(key) || policy.isGone(key))) {
            add(key, new Running(link, shown(exchange, key)));
        }
    }

    /** A host's step may have named another key than the guard. */
    private static @Nullable String shown(Exchange exchange, String key) {
        Principal letIn = exchange.getProperty(OpenRouterConstants.PRINCIPAL, Principal.class);
        return letIn != null && key.equals(letIn.key()) ? exchange.getProperty(PolicyKeys.SHOWN, String.class) : null;
    }

    private void add(String key, Running call) {
        byKey.compute(key, (label, known) -> {
            Set<Running> calls = known == null ? ConcurrentHashMap.newKeySet() : known;
            calls.add(call);
            return calls;
        });
        call.link()
                .onEnd(() -> byKey.computeIfPresent(key, (label, calls) -> {
                    calls.remove(call);
                    return calls.isEmpty() ? null : calls;
                }));
    }

    /** Ends those whose key is gone, disabled, expired or replaced; to be called each second. */
    void endRevoked() {
        Instant now = clock.instant();
        byKey.forEach((label, calls) -> {
            PolicyKey key = policy.get().keys().get(label);
            List<ClientLink> over = calls.stream()
                    .filter(call -> !call.mayGoOn(key, now))
                    .map(Running::link)
                    .filter(link -> link.stopReason().isEmpty())
                    .toList();
            if (!over.isEmpty()) {
                LOG.info("{} answers end, for the key {} is good no more", over.size(), label);
                over.forEach(link -> link.stop(OpenRouterException.unauthorized("The API key is good no more.")));
            }
        });
    }
}
