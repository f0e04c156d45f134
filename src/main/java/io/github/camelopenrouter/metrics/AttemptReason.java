/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import io.github.camelopenrouter.api.CallRecord.Attempt;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why an attempt was made: the first one because somebody asked, each other one because of what became of the one before. */
enum AttemptReason {
    FIRST,
    RATE_LIMITED,
    KEY_REFUSED,
    TIMEOUT,
    UPSTREAM_ERROR,
    /** There was no answer: no connection, or one that broke. */
    NO_ANSWER,
    OTHER;

    /** Of the attempt at this place. */
    static AttemptReason of(List<Attempt> attempts, int index) {
        return index == 0 ? FIRST : after(attempts.get(index - 1).status());
    }

    private static AttemptReason after(@Nullable Integer status) {
        if (status == null) {
            return NO_ANSWER;
        }
        return switch (status) {
            case 429 -> RATE_LIMITED;
            case 401, 402, 403 -> KEY_REFUSED;
            case 408, 504, 524 -> TIMEOUT;
            default -> status >= 500 ? UPSTREAM_ERROR : OTHER;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
