/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * All settings that there are, from every section: what is read, what is known, and what the documents' table shows.
 *
 * @param settings in the table's order
 * @param ofProcess those of them that a gateway cannot have for itself, with what all gateways do together
 */
public record SettingsCatalog(List<Setting<?>> settings, Map<Setting<?>, String> ofProcess) {

    public SettingsCatalog(List<Setting<?>> settings) {
        this(settings, Map.of());
    }

    /** Looked up when first asked for: the classes that declare settings use this package. */
    private static final class OnTheClassPath {

        static final SettingsCatalog ALL =
                of(ServiceLoader.load(Sections.class, SettingsCatalog.class.getClassLoader()).stream()
                        .flatMap(provider -> provider.get().sections().stream())
                        .toList());
    }

    /** The settings of all sections on the class path. */
    public static SettingsCatalog all() {
        return OnTheClassPath.ALL;
    }

    static SettingsCatalog of(List<Section> sections) {
        if (sections.isEmpty()) {
            throw new IllegalStateException("META-INF/services/" + Sections.class.getName()
                    + " is missing: whoever packs camel-openrouter into another jar has to keep it.");
        }
        Map<Setting<?>, String> ofProcess = new LinkedHashMap<>();
        sections.stream()
                .filter(section -> section.ofProcess() != null)
                .forEach(section -> section.settings().forEach(one -> ofProcess.put(one, section.ofProcess())));
        return new SettingsCatalog(
                sections.stream()
                        .<Setting<?>>flatMap(section -> section.settings().stream())
                        .toList(),
                ofProcess);
    }

    List<String> keys() {
        return settings.stream().map(Setting::key).toList();
    }
}
