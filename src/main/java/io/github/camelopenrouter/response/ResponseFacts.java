/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway has learnt of one answer while it passed: immutable, and final once the answer has ended.
 *
 * @param outcome how the answer ended
 * @param id the generation id, null if the answer has shown none
 * @param model the model that served, as the answer names it, null if unknown
 * @param provider whom OpenRouter chose, null if the answer does not say it
 * @param finish why the model stopped, in the words of the API, null if the answer has not said it
 * @param created when the answer was made, in seconds since 1970, 0 if unknown
 * @param usage what the answer's {@code usage} objects say together, as JSON, null if there was none
 * @param error the {@code error} of the answer as JSON, null if there was none
 */
public record ResponseFacts(
        Outcome outcome,
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        @Nullable String finish,
        long created,
        @Nullable String usage,
        @Nullable String error) {

    /** The same of an answer that has ended this way for its client. */
    public ResponseFacts as(Outcome seen) {
        return new ResponseFacts(seen, id, model, provider, finish, created, usage, error);
    }

    /** How an answer ended. */
    public enum Outcome {
        /** It is still coming. */
        OPEN,
        /** It has shown that it is whole. */
        COMPLETE,
        /** It carried an error. */
        ERROR,
        /** It ended, cleanly or not, before it was whole. */
        TRUNCATED,
        /** A filter did not let it through, and ended it in the way of its API. */
        BLOCKED,
        /** Its receiver closed it before its end, or the gateway stopped. */
        ABANDONED
    }
}
