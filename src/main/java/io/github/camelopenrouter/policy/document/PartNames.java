/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import io.github.camelopenrouter.policy.document.Allow.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What may stand in the lists of {@code allow}: a name that no request can have is a fault. */
final class PartNames {

    /** Of what has few names, all of them (source: OpenRouter's schema, and what it passes on). */
    private static final Map<Part, Set<String>> KNOWN = Map.of(
            Part.TIERS,
                    Set.of("default", "auto", "flex", "priority", "fast", "ultrafast", "scale", "batch", "standard"),
            Part.SPEEDS, Set.of("standard", "fast"),
            Part.MODALITIES, Set.of("text", "image", "audio", "video"),
            Part.FILES, Set.of("content", "url", "file_id"));

    private static final Map<Part, String> ONE = Map.of(
            Part.TIERS, "a tier",
            Part.SPEEDS, "a speed",
            Part.MODALITIES, "a modality",
            Part.FILES, "a way to name a file");

    private PartNames() {}

    /** @throws PolicyFault with the names that there are */
    static void check(Part part, List<String> names, String pointer) throws PolicyFault {
        for (int i = 0; i < names.size(); i++) {
            String fault = fault(part, names.get(i));
            if (!fault.isEmpty()) {
                throw new PolicyFault(pointer + "/" + i, fault);
            }
        }
    }

    private static String fault(Part part, String name) {
        if (!part.takesGlobs() && name.contains("*")) {
            return "'" + part.word() + "' are named one by one, without *";
        }
        Set<String> known = KNOWN.get(part);
        if (known != null && known.stream().noneMatch(Names.of(name)::contain)) {
            return ONE.get(part) + " is " + String.join(", ", new TreeSet<>(known))
                    + (part.takesGlobs() ? " or *" : "");
        }
        if (part == Part.VARIANTS && name.contains(":")) {
            return "a variant stands here without its colon, as in 'free'";
        }
        if (part == Part.PRESETS && name.startsWith("@preset/")) {
            return "a preset stands here by its name alone: '" + name.substring("@preset/".length()) + "'";
        }
        return "";
    }
}
