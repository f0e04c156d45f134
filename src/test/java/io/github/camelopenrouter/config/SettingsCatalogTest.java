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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsCatalogTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("io.github.camelopenrouter");

    private static final List<Setting<?>> ALL = SettingsCatalog.all().settings();

    @Test
    void listsEveryDeclaredSettingOnce() {
        Set<Setting<?>> declared = new HashSet<>();
        for (JavaClass type : CLASSES) {
            for (JavaField field : type.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC)
                        && field.getRawType().isEquivalentTo(Setting.class)) {
                    declared.add(valueOf(field.reflect()));
                }
            }
        }

        assertThat(ALL).doesNotHaveDuplicates().hasSameElementsAs(declared);
    }

    @Test
    void hasOneKeyAndOneEnvironmentVariablePerSetting() {
        assertThat(ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(ALL).extracting(Setting::environmentVariable).doesNotHaveDuplicates();
    }

    @Test
    void avoidsKeysThatCamelOrItsHostsTreatSpecially() {
        assertThat(ALL)
                .allSatisfy(setting -> assertThat(setting.key())
                        .matches("[a-z]+([.-][a-z][a-z0-9]*)*")
                        .doesNotEndWith("port"));
    }

    @Test
    void documentsEverySettingInOneLine() {
        assertThat(ALL)
                .allSatisfy(setting -> assertThat(setting.documentation()).matches("[^\\n]{10,150}[.]"));
    }

    @Test
    void rendersARowForEverySetting() {
        List<String> lines = SettingsTable.markdown().lines().toList();

        assertThat(lines).hasSize(ALL.size() + 2);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.split("(?<!\\\\)\\|")).hasSize(5));
        assertThat(ALL)
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

    private static Setting<?> valueOf(Field field) {
        try {
            field.setAccessible(true);
            return (Setting<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
