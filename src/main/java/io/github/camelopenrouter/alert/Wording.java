/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.api.Redaction;
import org.jspecify.annotations.Nullable;

/** What of a finding goes out: a client may have chosen a part of it, a model's name for example. */
final class Wording {

    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_NUMBER = 100;

    private Wording() {}

    /** In one line each, without keys, and bounded. */
    static AlertFinding clean(AlertFinding finding) {
        String value = finding.value();
        String threshold = finding.threshold();
        return new AlertFinding(
                clean(finding.subject(), LONGEST_SUBJECT),
                value == null ? null : clean(value, LONGEST_NUMBER),
                threshold == null ? null : clean(threshold, LONGEST_NUMBER),
                clean(finding.text(), LONGEST_TEXT));
    }

    /** Control characters, and those of Unicode that turn lines around or hide, are blanks. */
    static String clean(@Nullable String text, int longest) {
        String line = Redaction.maskKeys((text == null ? "" : text)
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", " ")
                .strip());
        if (line.codePointCount(0, line.length()) <= longest) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, longest - 1)) + "…";
    }
}
