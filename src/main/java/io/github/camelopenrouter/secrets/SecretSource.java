/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import java.io.IOException;

/** One kind of place where secrets stand. May block, and is never asked by two threads of one gateway at once. */
@FunctionalInterface
interface SecretSource {

    /**
     * What stands there now.
     *
     * @param name the secret's, as the setting has it behind the source's scheme
     * @throws IOException if it is not to be had; the message goes on after "which ", and shows nothing of the secret
     */
    String read(String name) throws IOException;
}
