/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.policy.document.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is left of one level's limits; null where it has none. */
record LevelLimits(
        @Nullable RateBucket requests,
        @Nullable RateBucket tokens,
        @Nullable CallsUnderWay calls) {

    /**
     * Those of a level that has some.
     *
     * @param before the same level's till now, null if it had none: what stays the same goes on
     */
    static LevelLimits of(Level level, @Nullable LevelLimits before, LongSupplier nanos) {
        return new LevelLimits(
                bucket(level, Quantity.REQUESTS, before == null ? null : before.requests(), nanos),
                bucket(level, Quantity.TOKENS, before == null ? null : before.tokens(), nanos),
                calls(level, before == null ? null : before.calls()));
    }

    private static @Nullable RateBucket bucket(
            Level level, Quantity quantity, @Nullable RateBucket before, LongSupplier nanos) {
        JsonNode written = written(level, quantity.word());
        if (written == null) {
            return null;
        }
        Rate rate = Rate.parse(written.textValue());
        return before != null && before.rate().equals(rate)
                ? before
                : new RateBucket(level.name(), quantity, rate, nanos);
    }

    private static @Nullable CallsUnderWay calls(Level level, @Nullable CallsUnderWay before) {
        JsonNode written = written(level, "concurrent");
        return written == null
                ? null
                : new CallsUnderWay(
                        level.name(), written.longValue(), before == null ? new AtomicInteger() : before.running());
    }

    private static @Nullable JsonNode written(Level level, String name) {
        return level.limits() == null ? null : level.limits().get(name);
    }
}
