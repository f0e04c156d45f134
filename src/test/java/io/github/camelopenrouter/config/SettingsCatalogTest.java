/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsCatalogTest {

    @Test
    void listsEveryDeclaredSettingOnce() throws IllegalAccessException {
        Set<Object> declared = new HashSet<>();
        for (var field : SettingsCatalog.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
                declared.add(field.get(null));
            }
        }

        assertThat(SettingsCatalog.ALL).doesNotHaveDuplicates().hasSameElementsAs(typed(declared));
    }

    @Test
    void hasOneKeyAndOneEnvironmentVariablePerSetting() {
        assertThat(SettingsCatalog.ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(SettingsCatalog.ALL).extracting(Setting::environmentVariable).doesNotHaveDuplicates();
    }

    @Test
    void avoidsKeysThatCamelOrItsHostsTreatSpecially() {
        assertThat(SettingsCatalog.ALL)
                .allSatisfy(setting ->
                        assertThat(setting.key()).matches("[a-z]+([.-][a-z]+)*").doesNotEndWith("port"));
    }

    @Test
    void documentsEverySettingInOneLine() {
        assertThat(SettingsCatalog.ALL)
                .allSatisfy(setting -> assertThat(setting.documentation()).matches("[^\\n]{10,150}[.]"));
    }

    @Test
    void rendersARowForEverySetting() {
        List<String> lines = SettingsTable.markdown().lines().toList();

        assertThat(lines).hasSize(SettingsCatalog.ALL.size() + 2);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.split("(?<!\\\\)\\|")).hasSize(5));
        assertThat(SettingsCatalog.ALL)
                .allSatisfy(setting -> assertThat(lines)
                        .filteredOn(line -> line.startsWith(
                                "| `openrouter." + setting.key() + "` | `" + setting.environmentVariable() + "` | "))
                        .hasSize(1));
    }

    @Test
    void rendersDefaultMeaningAndRange() {
        assertThat(SettingsTable.markdown())
                .startsWith("| Setting | Environment variable | Default | Meaning |\n|---|---|---|---|\n")
                .contains("| `openrouter.max-concurrent-requests` | `OPENROUTER_MAX_CONCURRENT_REQUESTS` | `2000` |"
                        + " How many requests run at once; one more waits in the queue, or is answered with 503."
                        + " Allowed: a whole number from 1 to 100000. |\n")
                .contains("| `openrouter.api-key` | `OPENROUTER_API_KEY` | none |");
    }

    private static List<Setting<?>> typed(Set<Object> settings) {
        return Arrays.asList(settings.toArray(Setting<?>[]::new));
    }
}
