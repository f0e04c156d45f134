/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.util.List;
import java.util.stream.Stream;

/** Who may look on by {@code /observe/metrics} where others than this machine can reach the management port. */
public final class ObserveSettings {

    public static final Section SECTION = new Section();

    static final Setting<String> TOKEN_FILE = SECTION.optional(
            "observe.token-file",
            SettingTypes.path(),
            "A file with a token that opens `/observe/metrics`, as the admin token does, where the management port is not on a loopback address.");

    private ObserveSettings() {}

    /** The files whose tokens let in, not read yet: the one for this, and the admin's. */
    public static List<TokenFile> tokens(Settings settings) {
        return Stream.concat(
                        settings
                                .find(TOKEN_FILE)
                                .map(path -> new TokenFile(settings.fullKey(TOKEN_FILE), path))
                                .stream(),
                        AdminSettings.of(settings).token().stream())
                .toList();
    }
}
