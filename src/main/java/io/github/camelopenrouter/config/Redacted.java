/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.api.Redaction;

/**
 * What of a user's text goes into sentences and logs: one line of bounded length, without what looks like a secret even
 * where none belongs, such as a key pasted into the wrong setting.
 */
public final class Redacted {

    /** A value pasted by mistake shall not fill the log. */
    private static final int LONGEST = 100;

    /** Greedy up to the last {@code @}: a password may contain slashes. */
    private static final String USER_INFO = "//.*@";

    private static final String QUERY = "(//[^?]*)\\?.*";

    private Redacted() {}

    public static String of(Object value) {
        String text = Redaction.maskKeys(value.toString()
                .replaceAll("\\p{Cntrl}", "?")
                .replaceFirst(USER_INFO, "//***@")
                .replaceFirst(QUERY, "$1?***"));
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
