/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.UrlTypes;
import java.net.URI;

/**
 * The application that calls, as OpenRouter lists it.
 *
 * @param url where it is ({@code openrouter.app-url})
 * @param title what it is called ({@code openrouter.app-title})
 * @param attribution whether a client may name another one ({@code openrouter.app-attribution})
 */
public record AppSettings(URI url, String title, Attribution attribution) {

    public static final Section SECTION = new Section();

    static final Setting<URI> URL = SECTION.setting(
            "app-url", UrlTypes.url(), "http://localhost", "Your application's address, sent as `HTTP-Referer`.");

    static final Setting<String> TITLE = SECTION.setting(
            "app-title",
            SettingTypes.text(),
            "camel-openrouter",
            "Your application's name, sent as `X-OpenRouter-Title` and `X-Title`.");

    static final Setting<Attribution> ATTRIBUTION = SECTION.setting(
            "app-attribution",
            SettingTypes.word(Attribution.class),
            "client",
            "Whose application a call counts to: the client's where it sends `HTTP-Referer`, `X-OpenRouter-Title` or `X-Title`,"
                    + " or always yours.");

    public static AppSettings of(Settings settings) {
        return new AppSettings(settings.get(URL), settings.get(TITLE), settings.get(ATTRIBUTION));
    }
}
