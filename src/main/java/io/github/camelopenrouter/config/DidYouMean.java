/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt name was meant to be: the name with the fewest letters added, removed or replaced. */
public final class DidYouMean {

    private static final String COMMON = "openrouter.";

    private DidYouMean() {}

    /** The nearest candidate, the first of equals; none if too much would have to change. */
    public static Optional<String> to(String name, Collection<String> candidates) {
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = distance(plain(name), plain(candidate));
            if (distance < least && distance <= limit(candidate)) {
                best = candidate;
                least = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Two slips in a short name, more in a long one; what all candidates begin with does not count. */
    private static int limit(String candidate) {
        return Math.max(2, (candidate.length() - COMMON.length()) / 4);
    }

    /** Capitals and the choice of separator are no mistakes worth counting. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('.', '-').replace('_', '-');
    }

    /** Levenshtein's distance, row by row. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= a.length(); row++) {
            int[] current = new int[b.length() + 1];
            current[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int replaced = above[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[b.length()];
    }
}
