/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.Optional;

/** Asks OpenRouter what something that it has generated has cost. */
@FunctionalInterface
interface GenerationLookup {

    /**
     * Empty as long as nobody knows, for whatever reason.
     *
     * @param gateway the name of the gateway that made the call, empty for the unnamed one
     * @param key the label of the key that made it
     */
    Optional<Generation> find(String gateway, String key, String generationId);
}
