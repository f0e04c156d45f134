/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.List;
import java.util.Map;

/**
 * The value of a setting that names, for all or parts of it, where they stand.
 *
 * @param <T> what it becomes
 */
public interface Sourced<T> {

    /** What has to be read, each once; empty where the setting holds everything itself. */
    List<SecretReference> sources();

    /**
     * Puts the value together.
     *
     * @param setting its full key, for the sentence
     * @param contents of all {@link #sources()}
     * @throws SettingException if they make no such value; shows nothing of them
     */
    T value(String setting, Map<SecretReference, String> contents);
}
