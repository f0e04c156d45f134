/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long each key has waited for a quiet moment, and which ones OpenRouter has said nothing of: each waits for itself, so
 * that one which is dead does not use up the time of the others. One thread at a time.
 */
final class KeyPatience {

    private static final Duration PATIENCE = Duration.ofHours(1);

    /** Asked less often than others wait. */
    private static final Duration LEFT_ALONE = Duration.ofMinutes(5);

    private final Map<String, Instant> since = new HashMap<>();
    private final Map<String, Instant> refused = new HashMap<>();

    /** The others are gone, or need not be looked at. */
    void keepOnly(Set<String> fingerprints) {
        since.keySet().retainAll(fingerprints);
        refused.keySet().retainAll(fingerprints);
    }

    /** They have been looked at. */
    void forget(Set<String> fingerprints) {
        since.keySet().removeAll(fingerprints);
        refused.keySet().removeAll(fingerprints);
    }

    /** Whether it waits no longer for a quiet moment. */
    boolean isOver(String fingerprint, Instant now) {
        return !now.isBefore(since.computeIfAbsent(fingerprint, any -> now).plus(PATIENCE));
    }

    boolean isLeftAlone(String fingerprint, Instant now) {
        Instant last = refused.get(fingerprint);
        return last != null && now.isBefore(last.plus(LEFT_ALONE));
    }

    /** OpenRouter has said nothing of it; an hour of that begins anew. */
    void refused(String fingerprint, Instant now) {
        refused.put(fingerprint, now);
        if (isOver(fingerprint, now)) {
            since.put(fingerprint, now);
        }
    }
}
