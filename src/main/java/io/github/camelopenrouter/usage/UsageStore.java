/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Optional;

/** Answers questions in place of the journal's files. A store makes this a bean. */
public interface UsageStore {

    /** Its name in the registry. */
    String BEAN = "openrouter-usage-store";

    /**
     * What calls have used and cost; empty where the journal has to tell it.
     *
     * @throws OpenRouterException 503 where nobody can for now
     * @throws TooManyRowsException if the answer would be too long
     */
    Optional<UsageReport> report(UsageQuery query);

    /**
     * Some calls; empty where the journal has to tell them.
     *
     * @throws OpenRouterException 503 where nobody can for now
     */
    Optional<CallPage> calls(CallQuery query);
}
