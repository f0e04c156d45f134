/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.net.URI;
import java.util.List;

/** What a gateway calls, and with which key; {@link Settings} has getters for it. */
public final class GatewaySettings {

    public static final Section SECTION = new Section();

    static final Setting<List<ApiKey>> API_KEY = SECTION.optional(
            "api-key",
            ApiKeyType.list(),
            "The key with which the gateway calls OpenRouter, or several: `team-a=sk-…*3,team-b=sk-…`; `file:/run/secrets/a`"
                    + " reads one from a file.");

    static final Setting<String> API_KEY_FILE = SECTION.optional(
            "api-key-file",
            SettingTypes.path(),
            "A file that holds the key, or several, one a line; the same as `api-key=file:…`, and written instead.");

    static final Setting<URI> BASE_URL = SECTION.setting(
            "base-url",
            UrlTypes.base(),
            "https://openrouter.ai/api",
            "Where OpenRouter answers; `/v1/...` is appended, and a `/v1` at the end means the same.");

    static final Setting<Boolean> SANDBOX = SECTION.setting(
            "sandbox",
            SettingTypes.flag(),
            "false",
            "Whether the built-in stand-in answers in place of OpenRouter; needs no key, excludes `base-url`.");

    public static final Setting<Boolean> TIMING_HEADER = SECTION.setting(
            "timing-header",
            SettingTypes.flag(),
            "false",
            "Whether answers say in `Server-Timing: overhead;dur=…` how many milliseconds of their time were the gateway's.");

    private GatewaySettings() {}
}
