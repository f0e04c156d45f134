/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.api.LateCost;

/**
 * Wants to know what calls have cost that nobody knew when they ended. Whoever makes it a bean, under any name, is told of those
 * of every gateway in the context, on a thread of the journal's, which looks such costs up.
 */
@FunctionalInterface
public interface CostListener {

    /** A cost has become known, and is booked. */
    void known(LateCost cost);
}
