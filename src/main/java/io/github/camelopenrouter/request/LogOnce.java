/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the first time of a name from the later ones, for a log that speaks once. Names come from clients: at most 1000
 * are remembered, shortened, after which every name counts as known.
 */
final class LogOnce {

    private static final int MOST_NAMES = 1_000;
    private static final int LONGEST_NAME = 100;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    boolean isFirst(String name) {
        String remembered = shortened(name);
        return !seen.contains(remembered) && seen.size() < MOST_NAMES && seen.add(remembered);
    }

    /** The name on one line of a log: short, and without characters that could start another line. */
    static String printable(String name) {
        return shortened(name).replaceAll("[^\\x21-\\x7E]", "?");
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
