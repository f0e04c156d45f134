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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one machine has found at one look, rule by rule. */
final class Look {

    private final Instant at;
    private final Map<String, List<AlertFinding>> found = new LinkedHashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    Look(Instant at) {
        this.at = at;
    }

    Instant at() {
        return at;
    }

    Look found(String rule, List<AlertFinding> findings) {
        found.put(rule, findings);
        return this;
    }

    /** This rule could not tell. */
    Look unknown(String rule) {
        unknown.add(rule);
        return this;
    }

    Map<String, List<AlertFinding>> found() {
        return found;
    }

    boolean isUnknown(String rule) {
        return unknown.contains(rule);
    }

    boolean isTold(String rule) {
        return found.containsKey(rule) || unknown.contains(rule);
    }
}
