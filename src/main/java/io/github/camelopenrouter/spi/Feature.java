/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.config.Setting;
import java.util.List;

/**
 * Something that each gateway of a context is to have besides what it is: beans, steps, listeners, settings of its own.
 * Whoever makes it a bean, under any name, before the gateway's routes are added, has it installed in each of them. Safe for
 * several gateways at once.
 */
public interface Feature {

    /** A word of its own, for sentences. */
    String name();

    /**
     * What it reads; checked at the start, whether it looks at them or not. The standalone gateway refuses settings that no
     * {@code config.Sections} service names.
     */
    default List<Setting<?>> settings() {
        return List.of();
    }

    /**
     * Adds its parts to a gateway whose routes are about to be made. Called again for the same gateway where it could not be
     * made or Camel's reload of route files has removed it: what is opened here belongs to {@link
     * FeatureContext#closeAtEnd}, and steps and listeners of before are gone.
     *
     * @throws Exception if it cannot work there; that stops the start
     */
    void install(FeatureContext gateway) throws Exception;
}
