/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one concern, declared in one file beside the code that reads them:
 *
 * <pre>{@code
 * public record RetrySettings(int attempts, ...) {
 *     public static final Section SECTION = new Section();
 *     static final Setting<Integer> ATTEMPTS = SECTION.setting("retry.attempts", SettingTypes.number(0, 10), "2", "...");
 *
 *     public static RetrySettings of(Settings settings) {
 *         return new RetrySettings(settings.get(ATTEMPTS), ...);
 *     }
 * }
 * }</pre>
 *
 * <p>What is declared is known: to the documents' table, to the environment, to the check of unknown settings and to named
 * instances. All of it has to be declared by constants of the class that holds the section.
 */
public final class Section {

    private final List<Setting<?>> settings = new ArrayList<>();
    private final @Nullable String ofProcess;

    /** Each gateway has its own. */
    public Section() {
        this(null);
    }

    private Section(@Nullable String ofProcess) {
        this.ofProcess = ofProcess;
    }

    /**
     * What is set for the unnamed gateway holds in all of a process.
     *
     * @param what they do together, for the sentence that refuses one of their own: {@code live by one policy}
     */
    public static Section ofProcess(String what) {
        return new Section(what);
    }

    /** What all gateways of a process do together; null where each has its own. */
    @Nullable
    String ofProcess() {
        return ofProcess;
    }

    /** Declares a setting with a default, which has to pass the check itself. */
    public <T> Setting<T> setting(String key, SettingType<T> type, String defaultText, String documentation) {
        return declared(Setting.withDefault(key, type, defaultText, documentation));
    }

    /** Declares a setting whose default another setting may change: {@code COMPATIBILITY.when(NATIVE, "keep")}. */
    public <T> Setting<T> setting(
            String key, SettingType<T> type, String defaultText, Setting.OtherDefault other, String documentation) {
        return declared(Setting.withDefaults(key, type, defaultText, other, documentation));
    }

    /** Declares a setting without which there is none of what it names. */
    public <T> Setting<T> optional(String key, SettingType<T> type, String documentation) {
        return optional(key, type, "none", documentation);
    }

    /** Declares a setting whose default is worked out by whoever reads it, and told in words here. */
    public <T> Setting<T> optional(String key, SettingType<T> type, String defaultInWords, String documentation) {
        return declared(Setting.withoutDefault(key, type, defaultInWords, documentation));
    }

    /** In the order in which they are declared. */
    public List<Setting<?>> settings() {
        return List.copyOf(settings);
    }

    private <T> Setting<T> declared(Setting<T> setting) {
        settings.add(setting);
        return setting;
    }
}
