/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The document of the alerts that all machines of one store have in common. Such a store makes this a bean. */
public interface SharedDocument {

    /** Its name in the registry. */
    String BEAN = "openrouter-alert-document";

    /**
     * Changes it while no other machine does; what the change returns is what others see once this has returned.
     *
     * @param change gets the document, null where there is none yet, and returns the new one, or the same to leave it
     * @throws IOException if it cannot be reached now; nothing is changed then, or nobody knows
     */
    void update(UnaryOperator<@Nullable String> change) throws IOException;
}
