/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.stream.Collectors;

/** The table of settings in the documents, as Markdown: one row for each, made from what is declared, so that the two cannot differ. */
public final class SettingsTable {

    private static final String HEAD = """
            | Setting | Environment variable | Default | Meaning |
            |---|---|---|---|
            """;

    private SettingsTable() {}

    /** The whole table, each line ending with a line feed. */
    public static String markdown() {
        return markdown(SettingsCatalog.all());
    }

    static String markdown(SettingsCatalog catalog) {
        return catalog.settings().stream().map(SettingsTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(Setting<?> setting) {
        String defaultText = setting.hasDefault() ? code(setting.defaultText()) : setting.defaultText();
        return "| " + code(Setting.UNNAMED_PREFIX + setting.key())
                + " | " + code(setting.environmentVariable())
                + " | " + escaped(defaultText)
                + " | " + escaped(setting.documentation() + " Allowed: " + allowed(setting)) + ". |\n";
    }

    private static String allowed(Setting<?> setting) {
        return setting.allowed()
                .replace(SettingTypes.HOW_DURATIONS_ARE_WRITTEN, "")
                .replace(SettingTypes.HOW_SIZES_ARE_WRITTEN, "");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|");
    }
}
