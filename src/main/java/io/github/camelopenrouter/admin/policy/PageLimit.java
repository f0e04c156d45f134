/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.error.OpenRouterException;
import org.jspecify.annotations.Nullable;

/** How many entries of a list there may be on one page. */
final class PageLimit {

    private static final int DEFAULT = 100;
    private static final int MOST = 1000;

    private PageLimit() {}

    /**
     * @param given what somebody asks for; null for nothing
     * @throws OpenRouterException 400 if it is no such number
     */
    static int of(@Nullable String given) {
        if (given == null) {
            return DEFAULT;
        }
        if (given.matches("[1-9]\\d{0,3}") && Integer.parseInt(given) <= MOST) {
            return Integer.parseInt(given);
        }
        throw OpenRouterException.invalidRequest("limit must be a number from 1 to " + MOST + ".", "limit");
    }
}
