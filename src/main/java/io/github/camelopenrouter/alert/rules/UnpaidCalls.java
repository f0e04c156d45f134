/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.spi.CallListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenRouter keys to which a call was refused for want of credits lately, and none was answered since: an account may be
 * empty whose keys have no limit. Safe for threads.
 */
public final class UnpaidCalls implements CallListener {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int PAYMENT_REQUIRED = 402;
    private static final int OK = 200;

    private final Clock clock;
    private final Map<String, Instant> refused = new ConcurrentHashMap<>();

    UnpaidCalls(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void ended(CallRecord call) {
        for (CallRecord.Attempt attempt : call.attempts()) {
            Integer status = attempt.status();
            if (status != null && attempt.upstreamKey() != null) {
                String key = (call.gateway().isEmpty() ? "" : call.gateway() + "/") + attempt.upstreamKey();
                if (status == PAYMENT_REQUIRED) {
                    refused.put(key, clock.instant());
                } else if (status == OK && !refused.isEmpty()) {
                    refused.remove(key);
                }
            }
        }
    }

    /** The keys by their labels, as alerts call them. */
    Set<String> keys() {
        Instant first = clock.instant().minus(WINDOW);
        refused.values().removeIf(first::isAfter);
        return new TreeSet<>(refused.keySet());
    }
}
