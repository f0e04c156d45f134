/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.config.SettingType.WrongText;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once: its key without the instance's prefix, its kind with the check of its range, its default
 * and one line of documentation. The documents' table is made from these.
 *
 * @param <T> what the setting's text becomes
 */
public final class Setting<T> {

    /** What the keys of the unnamed instance begin with. */
    static final String UNNAMED_PREFIX = "openrouter.";

    private final String key;
    private final SettingType<T> kind;
    private final String defaultText;
    private final @Nullable T defaultValue;
    private final String documentation;

    private Setting(
            String key, SettingType<T> kind, String defaultText, @Nullable T defaultValue, String documentation) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
        this.defaultValue = defaultValue;
        this.documentation = documentation;
    }

    /** A setting with a default, which has to pass the check itself. */
    static <T> Setting<T> of(String key, SettingType<T> kind, String defaultText, String documentation) {
        return new Setting<>(key, kind, defaultText, kind.parser().apply(defaultText), documentation);
    }

    /** A setting without a default of its own; what holds instead is told in words. */
    static <T> Setting<T> optional(String key, SettingType<T> kind, String defaultInWords, String documentation) {
        return new Setting<>(key, kind, defaultInWords, null, documentation);
    }

    /** The key without the instance's prefix, for example {@code retry.delay}. */
    public String key() {
        return key;
    }

    /** The default as the user would write it, or what holds without one. */
    public String defaultText() {
        return defaultText;
    }

    /** Whether {@link #defaultText()} could be written as the value. */
    public boolean hasDefault() {
        return defaultValue != null;
    }

    /** One line: meaning and unit. */
    public String documentation() {
        return documentation;
    }

    /** What a value must be. */
    public String allowed() {
        return kind.allowed();
    }

    /** Whether the value must never be shown. */
    public boolean isSecret() {
        return kind.secret();
    }

    /** The environment variable of the unnamed instance, by Camel's rule. */
    public String environmentVariable() {
        return environmentVariable(UNNAMED_PREFIX + key);
    }

    static String environmentVariable(String fullKey) {
        return fullKey.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Of a setting that has a default. */
    T defaultValue() {
        return Objects.requireNonNull(defaultValue, key);
    }

    /**
     * Reads what the user gave; nothing, where it is empty and empty is no value of this kind.
     *
     * @param fullKey the key with the instance's prefix, for the sentence
     * @throws SettingException if the text is wrong
     */
    Optional<T> parse(String fullKey, String text) {
        String trimmed = text.trim();
        if (trimmed.isEmpty() && !kind.emptyIsValue()) {
            return Optional.empty();
        }
        try {
            return Optional.of(kind.parser().apply(trimmed));
        } catch (WrongText e) {
            throw refusal(fullKey, trimmed, " (" + e.getMessage() + ")");
        } catch (IllegalArgumentException e) {
            throw refusal(fullKey, trimmed, "");
        }
    }

    private SettingException refusal(String fullKey, String text, String detail) {
        String value = isSecret()
                ? "has a wrong value, which is not shown" + detail
                : "is \"" + Redacted.of(text) + "\"" + detail;
        return new SettingException(fullKey + " " + value + ", but must be " + allowed() + ".");
    }

    @Override
    public String toString() {
        return key;
    }
}
