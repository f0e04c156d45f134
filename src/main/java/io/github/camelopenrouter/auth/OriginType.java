/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingType.WrongText;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Origins as browsers send them (RFC 6454): {@code https://app.example}, without a path and without the default port. */
final class OriginType {

    /** Any scheme: desktop and mobile shells have their own, such as {@code tauri://localhost}. */
    private static final Pattern ORIGIN =
            Pattern.compile("([a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");

    private static final String ANY = "*";

    private OriginType() {}

    static SettingType<Set<String>> list() {
        return SettingType.of(
                "* or a comma-separated list of origins such as https://app.example or http://localhost:3000",
                OriginType::parse);
    }

    private static Set<String> parse(String text) {
        if (text.equals(ANY)) {
            return Set.of(ANY);
        }
        Set<String> origins = new LinkedHashSet<>();
        for (String origin : text.split(",", -1)) {
            origins.add(normal(origin.trim()));
        }
        return Collections.unmodifiableSet(origins);
    }

    private static String normal(String origin) {
        Matcher matcher = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new WrongText(Redacted.of(origin) + " is no origin");
        }
        String site = matcher.group(1) + "://" + matcher.group(2);
        return matcher.group(3) == null || isDefault(matcher.group(1), matcher.group(3))
                ? site
                : site + ":" + matcher.group(3);
    }

    private static boolean isDefault(String scheme, String port) {
        return scheme.equals("https") && port.equals("443") || scheme.equals("http") && port.equals("80");
    }
}
