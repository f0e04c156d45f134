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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting, declared once: its key without the instance's prefix, its type with the check of its range, its default
 * and one line of documentation. The documents' table is made from these.
 *
 * @param <T> what the setting's text becomes
 */
public final class Setting<T> {

    /** What the keys of the unnamed instance begin with. */
    static final String UNNAMED_PREFIX = "openrouter.";

    /** With the name that stands before its default. */
    private static final Pattern SPRINGS_PLACEHOLDER = Pattern.compile("\\$\\{(?<name>[^:}]*)");

    private final String key;
    private final SettingType<T> type;
    private final String defaultText;
    private final @Nullable T defaultValue;
    private final @Nullable OtherDefault other;
    private final String documentation;

    /** What holds in place of a default where another setting has this value. */
    public record OtherDefault(Setting<?> setting, Object value, String text) {

        private String inWords() {
            String word = value.toString().toLowerCase(Locale.ROOT);
            return (text.isEmpty() ? "empty" : text) + " with " + setting.key() + "=" + word;
        }
    }

    private Setting(
            String key,
            SettingType<T> type,
            String defaultText,
            @Nullable T defaultValue,
            @Nullable OtherDefault other,
            String documentation) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.defaultValue = defaultValue;
        this.other = other;
        this.documentation = documentation;
    }

    /** A setting with a default, which has to pass the check itself. */
    static <T> Setting<T> withDefault(String key, SettingType<T> type, String text, String documentation) {
        return new Setting<>(key, type, text, type.parser().apply(text), null, documentation);
    }

    /** A setting whose default is another one where another setting says so. */
    static <T> Setting<T> withDefaults(
            String key, SettingType<T> type, String text, OtherDefault other, String documentation) {
        return new Setting<>(key, type, text, type.parser().apply(text), other, documentation);
    }

    /** A setting without a default of its own; what holds instead is told in words. */
    static <T> Setting<T> withoutDefault(String key, SettingType<T> type, String words, String documentation) {
        return new Setting<>(key, type, words, null, null, documentation);
    }

    /** The key without the instance's prefix, for example {@code retry.delay}. */
    public String key() {
        return key;
    }

    /** The default of another setting where this one has that value: {@code COMPATIBILITY.when(NATIVE, "keep")}. */
    public OtherDefault when(T value, String defaultText) {
        return new OtherDefault(this, value, defaultText);
    }

    /** The default as the user would write it, or what holds without one. */
    public String defaultText() {
        return other == null ? defaultText : defaultText + "; " + other.inWords();
    }

    /** Whether {@link #defaultText()} could be written as the value. */
    public boolean hasDefault() {
        return defaultValue != null && other == null;
    }

    /** Whether there may be no value at all. */
    boolean isOptional() {
        return defaultValue == null;
    }

    /** One line: meaning and unit. */
    public String documentation() {
        return documentation;
    }

    /** What a value must be. */
    public String allowed() {
        return type.allowed();
    }

    /** Whether the value must never be shown. */
    public boolean isSecret() {
        return type.secret();
    }

    /** The environment variable of the unnamed instance, by Camel's rule. */
    public String environmentVariable() {
        return environmentVariable(UNNAMED_PREFIX + key);
    }

    static String environmentVariable(String fullKey) {
        return fullKey.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * Of a setting that has a default.
     *
     * @param settings asked for the value of another setting
     */
    T defaultValue(Function<Setting<?>, ?> settings) {
        return other != null && other.value().equals(settings.apply(other.setting()))
                ? valueOf(other.text())
                : Objects.requireNonNull(defaultValue, key);
    }

    /** What a text of ours means. */
    T valueOf(String text) {
        return type.parser().apply(text);
    }

    /**
     * Reads what the user gave; nothing, where it is empty and empty is no value of this type.
     *
     * @param fullKey the key with the instance's prefix, for the sentence
     * @throws SettingException if the text is wrong
     */
    Optional<T> parse(String fullKey, String text) {
        String trimmed = text.trim();
        if (trimmed.isEmpty() && !type.emptyIsValue()) {
            return Optional.empty();
        }
        requireResolved(fullKey, trimmed);
        try {
            return Optional.of(type.parser().apply(trimmed));
        } catch (WrongText e) {
            throw refusal(fullKey, trimmed, " (" + e.getMessage() + ")");
        } catch (IllegalArgumentException e) {
            throw refusal(fullKey, trimmed, "");
        }
    }

    /** Whoever resolves these has done so by now: as it stands, it would go up, for a key perhaps. */
    private void requireResolved(String fullKey, String text) {
        Matcher unresolved = SPRINGS_PLACEHOLDER.matcher(text);
        if (unresolved.find()) {
            String name = isSecret() ? "…" : Redacted.of(unresolved.group("name"));
            throw new SettingException(
                    fullKey + " holds ${" + name + "}, which nothing resolves here: write {{" + name + "}}.");
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
