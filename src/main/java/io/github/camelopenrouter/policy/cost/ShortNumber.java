/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers of a client, which may have a million digits or such an exponent that nobody could work with them. */
final class ShortNumber {

    private static final int LONGEST = 20;

    private ShortNumber() {}

    /** Null where it is no number, below zero, or longer than anybody would write it. It may only be compared. */
    static @Nullable BigDecimal of(@Nullable JsonNode value) {
        if (value == null || !value.isNumber()) {
            return null;
        }
        String digits = value.asText();
        if (digits.length() > LONGEST) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            return number.signum() < 0 ? null : number;
        } catch (NumberFormatException e) { // an exponent beyond all
            return null;
        }
    }
}
