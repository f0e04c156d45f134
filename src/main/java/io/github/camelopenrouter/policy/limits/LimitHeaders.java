/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Operation.Api;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of its call's limits: of requests and of tokens what the level has left that has the least of it, in the
 * headers of the operation's API. OpenRouter's own, which are about its keys, do not stand beside them.
 */
final class LimitHeaders {

    private static final String OF_OPENAI = "x-ratelimit-";
    private static final Names OPENAI_REQUESTS = Names.ofOpenAi(Quantity.REQUESTS);
    private static final Names OPENAI_TOKENS = Names.ofOpenAi(Quantity.TOKENS);
    private static final Names ANTHROPIC_REQUESTS = Names.ofAnthropic(Quantity.REQUESTS);
    private static final Names ANTHROPIC_TOKENS = Names.ofAnthropic(Quantity.TOKENS);

    private final List<RateBucket> requests;
    private final List<RateBucket> tokens;
    private final Clock clock;

    /** What the headers of one quantity are called. */
    private record Names(String limit, String remaining, String reset) {

        static Names ofOpenAi(Quantity quantity) {
            String word = quantity.word();
            return new Names(OF_OPENAI + "limit-" + word, OF_OPENAI + "remaining-" + word, OF_OPENAI + "reset-" + word);
        }

        static Names ofAnthropic(Quantity quantity) {
            String begin = "anthropic-ratelimit-" + quantity.word();
            return new Names(begin + "-limit", begin + "-remaining", begin + "-reset");
        }
    }

    LimitHeaders(List<RateBucket> requests, List<RateBucket> tokens, Clock clock) {
        this.requests = requests;
        this.tokens = tokens;
        this.clock = clock;
    }

    void putInto(Exchange exchange) {
        if (requests.isEmpty() && tokens.isEmpty()) {
            return;
        }
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        headers.keySet().removeIf(name -> name.regionMatches(true, 0, OF_OPENAI, 0, OF_OPENAI.length()));
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        if (operation.api() == Api.ANTHROPIC) {
            put(headers, ANTHROPIC_REQUESTS, tightest(requests), this::whenOver);
            put(headers, ANTHROPIC_TOKENS, tightest(tokens), this::whenOver);
        } else {
            put(headers, OPENAI_REQUESTS, tightest(requests), GoDuration::of);
            put(headers, OPENAI_TOKENS, tightest(tokens), GoDuration::of);
        }
    }

    /** Of two with the same left the one that takes longer to be full; null of none. */
    private static RateBucket.@Nullable Left tightest(List<RateBucket> buckets) {
        RateBucket.Left tightest = null;
        for (RateBucket bucket : buckets) {
            RateBucket.Left left = bucket.left();
            if (tightest == null || left.isTighterThan(tightest)) {
                tightest = left;
            }
        }
        return tightest;
    }

    private static void put(
            Map<String, Object> headers,
            Names names,
            RateBucket.@Nullable Left left,
            Function<Duration, String> whenFull) {
        if (left != null) {
            headers.put(names.limit(), Long.toString(left.limit()));
            headers.put(names.remaining(), Long.toString(left.remaining()));
            headers.put(names.reset(), whenFull.apply(left.untilFull()));
        }
    }

    /** In whole seconds, as Anthropic has it, and not before it is so. */
    private String whenOver(Duration wait) {
        Instant then = clock.instant().plus(wait);
        Instant second = then.truncatedTo(ChronoUnit.SECONDS);
        return (second.equals(then) ? second : second.plusSeconds(1)).toString();
    }
}
