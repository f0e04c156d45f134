/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How much a model reads and writes, as the model list says it; null for what it does not say.
 *
 * @param context tokens of the prompt and the answer together
 * @param completion tokens of an answer
 */
public record ModelLimits(@Nullable Long context, @Nullable Long completion) {

    /** Of a model of which nobody knows anything. */
    public static final ModelLimits UNKNOWN = new ModelLimits(null, null);

    /** @param entry of the list */
    static ModelLimits of(JsonNode entry) {
        return new ModelLimits(
                tokens(entry.path("context_length")),
                tokens(entry.path("top_provider").path("max_completion_tokens")));
    }

    /** None at all is as good as nothing said: some lists write zero for what they do not know. */
    private static @Nullable Long tokens(JsonNode value) {
        return value.canConvertToLong() && value.longValue() > 0 ? value.longValue() : null;
    }
}
