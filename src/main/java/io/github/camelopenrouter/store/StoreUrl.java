/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingType.WrongText;
import java.util.regex.Pattern;

/** Which database it is, as {@code openrouter.store.url} writes it. */
record StoreUrl(String text) {

    static final SettingType<StoreUrl> TYPE = SettingType.of(
            "off, h2, jdbc:h2:<path of a file> or jdbc:postgresql://<host>/<database>, without a password",
            StoreUrl::parse);

    private static final String OFF = "off";
    private static final String IN_DATA = "h2";
    private static final String H2 = "jdbc:h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    static final StoreUrl DATA = new StoreUrl(IN_DATA);
    static final StoreUrl NONE = new StoreUrl(OFF);

    /** None of H2's options: with some it listens on all addresses, or runs what it is told to. */
    private static final Pattern FILE = Pattern.compile("jdbc:h2:(?:file:)?(?!\\w{2,}:)[^;]+");

    /** A setting that is shown, and logged, is no place for one. */
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&](?:ssl)?password=|//[^/]*@");

    static StoreUrl parse(String text) {
        if (PASSWORD.matcher(text).find()) {
            throw new WrongText("openrouter.store.password is the place for a password");
        }
        if (text.equals(OFF)
                || text.equals(IN_DATA)
                || FILE.matcher(text).matches()
                || text.startsWith(POSTGRESQL) && text.length() > POSTGRESQL.length()) {
            return new StoreUrl(text);
        }
        throw new IllegalArgumentException();
    }

    boolean isOff() {
        return text.equals(OFF);
    }

    boolean isH2() {
        return !isOff() && !isPostgreSql();
    }

    /** Wherever there is a data directory, and nowhere else. */
    boolean isUnasked() {
        return text.equals(IN_DATA);
    }

    boolean isPostgreSql() {
        return text.startsWith(POSTGRESQL);
    }

    /** The database of H2 that a text means, without the end of its name; empty for that in the data directory. */
    String file() {
        return isUnasked() ? "" : text.substring(H2.length()).replaceFirst("^file:", "");
    }

    @Override
    public String toString() {
        return text;
    }
}
