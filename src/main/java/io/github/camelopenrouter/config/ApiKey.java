/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Optional;

/**
 * One of the keys with which the gateway calls OpenRouter.
 *
 * @param label what logs and health call it, unique among the keys of an instance
 * @param key the secret itself, or as settings are written where it stands
 * @param weight how much of the traffic it is meant to carry, compared with the others; above 0
 */
public record ApiKey(String label, String key, double weight) {

    /** What the only key is called where it has no label of its own. */
    public static final String DEFAULT_LABEL = "default";

    /** Where the key stands, empty where it is the key itself. */
    public Optional<SecretReference> source() {
        return SecretReference.in(key);
    }

    /** The label, never the key. */
    @Override
    public String toString() {
        return label;
    }
}
