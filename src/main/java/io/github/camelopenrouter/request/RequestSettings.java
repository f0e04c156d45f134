/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of a request on its way up.
 *
 * @param reasoning whether a {@code reasoning} object stays one ({@code openrouter.reasoning})
 * @param cacheControl whether {@code cache_control} stays ({@code openrouter.cache-control})
 * @param filteredParameters which parameters go ({@code openrouter.filtered-parameters})
 * @param modelAliases the models that each alias stands for: one, or a group of several that share its calls ({@code
 *     openrouter.model-aliases})
 * @param fallbacks the models to take instead of each model ({@code openrouter.fallbacks})
 * @param bareNames whether a door's vendor stands in ({@code openrouter.bare-names})
 */
public record RequestSettings(
        Reasoning reasoning,
        CacheControl cacheControl,
        Set<String> filteredParameters,
        Map<String, List<WeightedModel>> modelAliases,
        Map<String, List<String>> fallbacks,
        BareNames bareNames) {

    public static final Section SECTION = new Section();

    static final Setting<Compatibility> COMPATIBILITY = SECTION.setting(
            "compatibility",
            SettingTypes.word(Compatibility.class),
            "guide",
            "The defaults of the next three settings: `guide` simplifies requests, `native` passes them on as they are.");

    static final Setting<Reasoning> REASONING = SECTION.setting(
            "reasoning",
            SettingTypes.word(Reasoning.class),
            "effort",
            COMPATIBILITY.when(Compatibility.NATIVE, "native"),
            "Whether a `reasoning` object becomes `reasoning_effort` or stays an object.");

    static final Setting<CacheControl> CACHE_CONTROL = SECTION.setting(
            "cache-control",
            SettingTypes.word(CacheControl.class),
            "strip",
            COMPATIBILITY.when(Compatibility.NATIVE, "keep"),
            "Whether `cache_control` is removed from messages and tools; removing it can multiply the input's cost.");

    static final Setting<Set<String>> FILTERED_PARAMETERS = SECTION.setting(
            "filtered-parameters",
            SettingTypes.names(),
            "prompt_cache_key,verbosity,store,service_tier",
            COMPATIBILITY.when(Compatibility.NATIVE, ""),
            "Top-level parameters removed from chat and completion requests; an empty value removes none.");

    static final Setting<Map<String, List<WeightedModel>>> MODEL_ALIASES = SECTION.optional(
            "model-aliases",
            ModelGroupType.map(),
            "Names for models or groups of them, looked up first: `fast>openai/gpt-4o-mini*2|google/gemini-2.0-flash;smart>…`.");

    static final Setting<Map<String, List<String>>> FALLBACKS = SECTION.optional(
            "fallbacks",
            SettingTypes.nameListMap(),
            "Models to take instead: `openai/gpt-4o>anthropic/claude-sonnet-4|google/gemini-2.0-flash`; sent as `models`.");

    static final Setting<BareNames> BARE_NAMES = SECTION.setting(
            "bare-names",
            SettingTypes.word(BareNames.class),
            "vendor",
            "Whether a model name without a vendor gets the door's vendor on `/openai` and `/anthropic`.");

    public static RequestSettings of(Settings settings) {
        return new RequestSettings(
                settings.get(REASONING),
                settings.get(CACHE_CONTROL),
                settings.get(FILTERED_PARAMETERS),
                settings.find(MODEL_ALIASES).orElse(Map.of()),
                settings.find(FALLBACKS).orElse(Map.of()),
                settings.get(BARE_NAMES));
    }
}
