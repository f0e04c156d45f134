/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import io.github.camelopenrouter.upstream.UpstreamKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Keys that make no calls any more. For an hour they can still be asked with for what their last calls have cost: OpenRouter
 * tells nobody else. Safe for many threads.
 */
final class RetiredKeys {

    private static final long KEPT = Duration.ofHours(1).toNanos();

    private record Retired(UpstreamKey key, long since) {}

    private final LongSupplier nanos;
    private final Deque<Retired> keys = new ConcurrentLinkedDeque<>();

    RetiredKeys(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void add(Collection<UpstreamKey> old) {
        forgetOld();
        long now = nanos.getAsLong();
        old.forEach(key -> keys.addFirst(new Retired(key, now)));
    }

    /** The last one first. */
    Stream<UpstreamKey> of(String label) {
        forgetOld();
        return keys.stream().map(Retired::key).filter(key -> key.label().equals(label));
    }

    private void forgetOld() {
        long now = nanos.getAsLong();
        keys.removeIf(old -> now - old.since() > KEPT);
    }
}
