/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import io.github.camelopenrouter.alert.Incident.Key;
import io.github.camelopenrouter.api.AlertFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What routes have found since the last look. Safe for many threads. */
final class Reports {

    private final Map<Key, AlertFinding> found = new LinkedHashMap<>();

    synchronized void add(String rule, AlertFinding finding) {
        if (found.size() < Incidents.MOST) {
            found.put(new Key(rule, finding.subject()), finding);
        }
    }

    synchronized void takeInto(Look look) {
        Map<String, List<AlertFinding>> byRule = new LinkedHashMap<>();
        found.forEach((key, finding) ->
                byRule.computeIfAbsent(key.alert(), any -> new ArrayList<>()).add(finding));
        found.clear();
        byRule.forEach(look::found);
    }
}
