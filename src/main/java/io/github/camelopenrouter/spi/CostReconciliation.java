/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.math.BigDecimal;
import java.util.Map;

/** What OpenRouter has taken and nobody here has booked, for metrics and alerts; asked by any thread. */
public interface CostReconciliation {

    /** In US dollars, by the label of the key, of a named gateway {@code <gateway>/<label>}, as the last comparison found it; a key that was never compared is not there. */
    Map<String, BigDecimal> unreconciled();

    /**
     * Runs this now, and whenever another key has been compared.
     *
     * @return what ends that
     */
    Runnable whenCompared(Runnable action);
}
