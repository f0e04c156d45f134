/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import org.jspecify.annotations.Nullable;

/**
 * The most that a request may ask for; more is written down to it.
 *
 * @param outputTokens null for no limit of one's own
 * @param n how many answers to one prompt; null for no limit of one's own
 */
public record Caps(@Nullable Long outputTokens, @Nullable Long n) {

    public static final Caps NONE = new Caps(null, null);

    /** What both allow. */
    public Caps and(Caps other) {
        return new Caps(least(outputTokens, other.outputTokens), least(n, other.n));
    }

    public boolean isNone() {
        return outputTokens == null && n == null;
    }

    private static @Nullable Long least(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.min(one, other);
    }
}
