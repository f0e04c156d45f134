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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What an answer says of its call's limits: of requests and of tokens what the level has left that has the least of it, in the
 * headers of the operation's API. OpenRouter's own, which are about its keys, do not stand beside them.
 */
final class LimitHeaders {

    private static final String OF_OPENAI = "x-ratelimit-";
    private static final String OF_ANTHROPIC = "anthropic-ratelimit-";
    private static final Comparator<RateBucket> TIGHTEST = Comparator.comparingLong(RateBucket::remaining)
            .thenComparing(RateBucket::untilFull, Comparator.reverseOrder());

    private final List<RateBucket> requests;
    private final List<RateBucket> tokens;
    private final Clock clock;

    LimitHeaders(List<RateBucket> requests, List<RateBucket> tokens, Clock clock) {
        this.requests = requests;
        this.tokens = tokens;
        this.clock = clock;
    }

    void putInto(Exchange exchange) {
        if (requests.isEmpty() && tokens.isEmpty()) {
            return;
        }
        Message answer = exchange.getMessage();
        answer.getHeaders()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(OF_OPENAI));
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        for (List<RateBucket> levels : List.of(requests, tokens)) {
            levels.stream().min(TIGHTEST).ifPresent(tightest -> put(answer, operation.api(), tightest));
        }
    }

    private void put(Message answer, Api api, RateBucket bucket) {
        String word = bucket.quantity().word();
        String limit = Long.toString(bucket.rate().amount());
        String remaining = Long.toString(bucket.remaining());
        Duration untilFull = bucket.untilFull();
        if (api == Api.ANTHROPIC) {
            String begin = OF_ANTHROPIC + word;
            answer.setHeader(begin + "-limit", limit);
            answer.setHeader(begin + "-remaining", remaining);
            answer.setHeader(begin + "-reset", whenOver(untilFull));
        } else {
            answer.setHeader(OF_OPENAI + "limit-" + word, limit);
            answer.setHeader(OF_OPENAI + "remaining-" + word, remaining);
            answer.setHeader(OF_OPENAI + "reset-" + word, GoDuration.of(untilFull));
        }
    }

    /** In whole seconds, as Anthropic has it, and not before it is so. */
    private String whenOver(Duration wait) {
        Instant then = clock.instant().plus(wait);
        Instant second = then.truncatedTo(ChronoUnit.SECONDS);
        return (second.equals(then) ? second : second.plusSeconds(1)).toString();
    }
}
