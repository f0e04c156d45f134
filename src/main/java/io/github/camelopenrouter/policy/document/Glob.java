/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import java.util.Locale;

/** A name in which {@code *} stands for any characters; compared without case. */
final class Glob {

    private final String text;
    private final String[] parts;

    Glob(String text) {
        this.text = text.toLowerCase(Locale.ROOT);
        this.parts = this.text.split("\\*", -1);
    }

    boolean isLiteral() {
        return parts.length == 1;
    }

    /** @param name in lower case */
    boolean matches(String name) {
        if (isLiteral()) {
            return name.equals(text);
        }
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (name.length() < first.length() + last.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = name.length() - last.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0 || found + parts[i].length() > end) {
                return false;
            }
            at = found + parts[i].length();
        }
        return true;
    }
}
