/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.policy.document.Allow.Part;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parameters that change who answers, or what it costs. */
final class ParametersCheck {

    /** Anthropic's words for what is had without asking. */
    private static final Set<String> STANDARD = Set.of("standard", "standard_only");

    private static final String PRESET = "@preset/";

    private final Grant grant;
    private final PlainJson plain;

    ParametersCheck(Grant grant, PlainJson plain) {
        this.grant = grant;
        this.plain = plain;
    }

    void check(ObjectNode body) {
        named(body.get("service_tier"), Part.TIERS, "service tier", "service_tier");
        if (RequestTree.isText(body.get("speed"))) { // a number is how fast a voice speaks
            named(body.get("speed"), Part.SPEEDS, "speed", "speed");
        }
        JsonNode preset = body.get("preset");
        if (RequestTree.isGiven(preset)) {
            String name = preset.asText();
            grant.require(
                    Part.PRESETS, name.startsWith(PRESET) ? name.substring(PRESET.length()) : name, "preset", "preset");
        }
        JsonNode prompt = body.get("prompt");
        if (prompt != null && prompt.isObject()) { // one that is stored there, with settings of its own
            grant.require(Part.PRESETS, plain.of(prompt).path("id").asText(), "stored prompt", "prompt");
        }
        flag(body.get("debug"), Part.DEBUG);
        flag(body.get("route"), Part.ROUTE);
    }

    private void named(@Nullable JsonNode value, Part part, String what, String field) {
        if (value != null && !value.isNull()) {
            String name = value.asText();
            if (!STANDARD.contains(name) || !grant.allows(part, "default") && part == Part.TIERS) {
                grant.require(part, name, what, field);
            }
        }
    }

    private void flag(@Nullable JsonNode value, Part part) {
        if (RequestTree.isGiven(value) && !grant.allows(part, part.word())) {
            throw Denied.field(part.word());
        }
    }
}
