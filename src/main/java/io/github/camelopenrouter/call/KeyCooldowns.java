/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.time.Duration;
import java.util.Optional;

/** The upstream keys of a gateway that are left alone for a while, by their labels. Asked and told by any thread. */
public interface KeyCooldowns {

    /** The bean's name, behind the prefix of its gateway. */
    String BEAN = "key-cooldowns";

    /** For how long; empty for a key that is not left alone, and for a label without a key. */
    Optional<Duration> cooldownOf(String label);

    /** It is used again from now on, whatever it was left alone for. */
    void endCooldown(String label);
}
