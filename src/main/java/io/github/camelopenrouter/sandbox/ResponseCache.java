/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's own cache of whole answers, for requests that ask for it by {@code X-OpenRouter-Cache}: the same request
 * again, to the last byte and by the same key, costs nothing. Used on the event loop only.
 */
final class ResponseCache {

    private static final String HEADER = "X-OpenRouter-Cache";
    private static final int KEPT = 1_000;
    private static final int TTL = 300;
    private static final int LONGEST_TTL = 86_400;

    private final Clock clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > KEPT;
        }
    };

    /** The answer that is kept, and in milliseconds since 1970 from when to when. */
    private record Entry(String id, long from, long to) {}

    ResponseCache(Clock clock) {
        this.clock = clock;
    }

    Script through(Answer answer, Function<Answer, Script> behind) {
        MultiMap headers = answer.call().headers();
        if (!"true".equals(headers.get(HEADER))) {
            return behind.apply(answer);
        }
        String key = key(answer.call());
        int ttl = ttl(headers.get(HEADER + "-TTL"));
        Entry found = "true".equals(headers.get(HEADER + "-Clear")) ? null : find(key);
        if (found != null) {
            return answer.cached()
                    .with(HEADER + "-Status", "HIT")
                    .with(HEADER + "-Age", String.valueOf((clock.millis() - found.from) / 1_000))
                    .with(HEADER + "-TTL", String.valueOf((found.to - found.from) / 1_000))
                    .with(HEADER + "-Source-Id", found.id);
        }
        answer.charge().whenComplete(() -> put(key, answer.call().id(), ttl));
        return behind.apply(answer).with(HEADER + "-Status", "MISS").with(HEADER + "-TTL", String.valueOf(ttl));
    }

    private @Nullable Entry find(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.to <= clock.millis() ? null : entry;
    }

    private void put(String key, String id, int ttl) {
        long now = clock.millis();
        entries.put(key, new Entry(id, now, now + ttl * 1_000L));
    }

    private static String key(Call call) {
        String asked = String.join(
                "\n", call.key(), call.model().id(), call.api().name(), String.valueOf(call.stream()), call.raw());
        return Base64.getEncoder().encodeToString(Hash.of(asked));
    }

    private static int ttl(@Nullable String asked) {
        try {
            return asked == null ? TTL : Math.max(1, Math.min(LONGEST_TTL, Integer.parseInt(asked)));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("Invalid " + HEADER + "-TTL");
        }
    }
}
