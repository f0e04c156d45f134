/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import org.apache.camel.CamelContext;

/** A feature whose settings may be wrong in what they point at: asked before its gateway is made, where that comes later. */
public interface CheckedAtStart {

    /**
     * Looks, and keeps nothing open.
     *
     * @throws SettingException for the first that cannot work
     */
    void check(CamelContext context, Settings settings);
}
