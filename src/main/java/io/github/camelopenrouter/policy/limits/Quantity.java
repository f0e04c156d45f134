/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import java.util.Locale;

/** What rates are about. */
enum Quantity {
    REQUESTS,
    TOKENS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As a policy and a header write it. */
    String word() {
        return word;
    }

    /** As a sentence writes so many. */
    String word(long amount) {
        return amount == 1 ? word.substring(0, word.length() - 1) : word;
    }
}
