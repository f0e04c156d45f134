/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Duration;

/** The refusals of limits, which name the level and the limit. */
final class LimitReached {

    private static final int BAD_REQUEST = 400;

    private LimitReached() {}

    /** 429. */
    static OpenRouterException of(RateBucket bucket, Duration wait) {
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        return OpenRouterException.rateLimited(
                "The limit of " + limit(bucket) + " is reached: try again in " + seconds
                        + (seconds == 1 ? " second." : " seconds."),
                (int) Math.min(seconds, Integer.MAX_VALUE));
    }

    /** 429: nobody knows when one of them ends. */
    static OpenRouterException of(CallsUnderWay calls) {
        return OpenRouterException.rateLimited(
                "The limit of " + calls.most() + (calls.most() == 1 ? " call" : " calls") + " under way at once of "
                        + calls.level() + " is reached: try again when one of them has ended.",
                1);
    }

    /** 400: to wait would not help. */
    static OpenRouterException larger(RateBucket bucket, long amount) {
        return OpenRouterException.of(
                BAD_REQUEST,
                "This request may take " + amount + " tokens, and the limit of " + limit(bucket)
                        + " is less than that: shorten the prompt or ask for fewer output tokens.",
                null,
                "over_limit");
    }

    private static String limit(RateBucket bucket) {
        Rate rate = bucket.rate();
        return rate.amount() + " " + bucket.quantity().word(rate.amount()) + " " + rate.words() + " of "
                + bucket.level();
    }
}
