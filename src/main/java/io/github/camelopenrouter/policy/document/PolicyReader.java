/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads a whole policy, wherever it is written. */
final class PolicyReader {

    private static final Set<String> TOP =
            Arrays.stream(Kind.values()).map(Kind::field).collect(Collectors.toUnmodifiableSet());

    private PolicyReader() {}

    /**
     * @param isTaken whether a label is a key's somewhere else
     * @param isUpstreamKey whether a label is that of an OpenRouter key
     * @throws PolicyFault for the first thing that is wrong
     */
    static Policy read(JsonNode document, Predicate<String> isTaken, Predicate<String> isUpstreamKey)
            throws PolicyFault {
        Fields all = Fields.of(document, "", TOP);
        PolicyEdit edit = new PolicyEdit(Policy.EMPTY, 0, isTaken, isUpstreamKey);
        for (Kind kind : Kind.values()) {
            if (kind.isNamed()) {
                for (Map.Entry<String, JsonNode> one : all.named(kind.field()).entrySet()) {
                    edit.put(kind, one.getKey(), one.getValue(), all.pointer(kind.field()) + "/" + one.getKey());
                }
            } else {
                JsonNode one = all.get(kind.field());
                if (one != null) {
                    edit.put(kind, Kind.ALONE, one, all.pointer(kind.field()));
                }
            }
        }
        if (edit.changes().isEmpty()) {
            throw new PolicyFault("", "there is nothing in it, and nobody would come in: is it being written still?");
        }
        edit.check();
        return edit.result();
    }
}
