/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.SettingException;
import org.jspecify.annotations.Nullable;

/**
 * Which gateway a Kamelet wants: one by its name, one by its upstream, or none of these, which is the unnamed one.
 *
 * @param instance the name of a configured gateway, null or empty for none
 * @param apiKey null or empty: the unnamed gateway's
 * @param baseUrl null or empty: the unnamed gateway's
 */
record KameletTarget(
        @Nullable String instance,
        @Nullable String apiKey,
        @Nullable String baseUrl) {

    /**
     * Checks that it is one of them.
     *
     * @throws SettingException if a named gateway is to have another upstream, or no gateway can have the name
     */
    public KameletTarget {
        if (isGiven(instance) && (isGiven(apiKey) || isGiven(baseUrl))) {
            throw new SettingException("The Kamelet property instance excludes apiKey and baseUrl: the gateway \""
                    + instance + "\" has its own.");
        }
        InstanceName.of(instance);
    }

    boolean isOwnUpstream() {
        return isGiven(apiKey) || isGiven(baseUrl);
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    @Override
    public String toString() {
        if (isOwnUpstream()) {
            return "its own upstream";
        }
        return instance == null || instance.isBlank() ? "the unnamed gateway" : instance;
    }
}
