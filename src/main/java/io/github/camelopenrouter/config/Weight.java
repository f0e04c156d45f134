/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import org.jspecify.annotations.Nullable;

/** How a weight is written behind a {@code *}. */
public final class Weight {

    public static final double DEFAULT = 1;

    /** A regular expression: plain notation, so that a weight is read as it looks. */
    public static final String PATTERN = "\\d{1,6}(?:\\.\\d{1,6})?";

    private Weight() {}

    /**
     * Reads text of the {@link #PATTERN}.
     *
     * @param text null for the default
     * @throws IllegalArgumentException if the weight is 0
     */
    public static double parse(@Nullable String text) {
        double weight = text == null ? DEFAULT : Double.parseDouble(text);
        if (weight <= 0) {
            throw new IllegalArgumentException("A weight of 0");
        }
        return weight;
    }
}
