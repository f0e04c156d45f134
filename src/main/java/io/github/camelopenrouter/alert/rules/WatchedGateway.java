/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.upstream.VendorBreakers;
import io.github.camelopenrouter.upstream.keys.KeyPool;

/**
 * What of one gateway the rules look at.
 *
 * @param name empty for the unnamed one
 * @param prefix of its routes
 */
public record WatchedGateway(String name, String prefix, VendorBreakers breakers, KeyPool keys) {

    /** For people: that of a named gateway has its name in front. */
    String subject(String what) {
        return name.isEmpty() ? what : name + "/" + what;
    }
}
