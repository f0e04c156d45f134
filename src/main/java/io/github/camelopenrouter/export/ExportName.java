/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.SettingException;
import java.util.regex.Pattern;

/** What an export is called: its directory, and what its numbers are counted under. */
record ExportName(String value) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /** @throws SettingException if it cannot be one */
    static ExportName of(String text) {
        if (!NAME.matcher(text).matches() && !DummyValue.isIn(text)) {
            throw new SettingException(
                    "The name of an export is \"" + text
                            + "\", but must be 1 to 63 of the characters a-z, 0-9, _ and -, and begin with a letter or a digit.");
        }
        return new ExportName(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
