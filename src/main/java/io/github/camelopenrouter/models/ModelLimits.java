/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

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
}
