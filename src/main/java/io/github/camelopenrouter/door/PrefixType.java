/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingType.WrongText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Paths in front of the doors' own: {@code /api}, or {@code /} for none at all. */
final class PrefixType {

    /** Written as Vert.x compares paths: nothing encoded, nothing that goes up or stands still. */
    private static final Pattern PREFIX = Pattern.compile("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

    private PrefixType() {}

    static SettingType<List<String>> list() {
        return SettingType.of(
                        "a comma-separated list of paths such as /litellm, where / is no prefix at all,"
                                + " or empty for none of them",
                        PrefixType::parse)
                .allowingEmpty();
    }

    private static List<String> parse(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        Set<String> prefixes = new LinkedHashSet<>();
        Arrays.stream(text.split(",", -1)).map(String::trim).forEach(prefix -> prefixes.add(checked(prefix)));
        return List.copyOf(prefixes);
    }

    private static String checked(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new WrongText(prefix.isEmpty() ? "an entry is empty" : Redacted.of(prefix) + " is no such path");
        }
        if (ApiPaths.isOfAnApi(prefix)) {
            throw new WrongText(Redacted.of(prefix) + " is where doors stand");
        }
        return prefix;
    }
}
