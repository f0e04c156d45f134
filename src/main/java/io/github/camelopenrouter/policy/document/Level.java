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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one level, the organisation, a team, a user or a key, has to say. All levels of a call have to allow it.
 *
 * @param name in sentences, {@code team 'support'}
 * @param models that may be asked for; null for what the level above allows
 * @param denied models that may not, whatever else allows them
 * @param provider forced fields of {@code provider}; null for none
 * @param upstreamKeys labels of OpenRouter keys that serve it, and nobody who does not name them; null for all others
 * @param tags under which its calls are booked
 * @param requiredTags that a call has to bring
 * @param budgets as they are written, null for none
 * @param limits as they are written, null for none
 */
public record Level(
        String name,
        @Nullable Names models,
        Names denied,
        @Nullable ObjectNode provider,
        Allow allow,
        Caps caps,
        @Nullable Set<String> upstreamKeys,
        Map<String, String> tags,
        Set<String> requiredTags,
        @Nullable JsonNode budgets,
        @Nullable JsonNode limits) {

    public Level {
        upstreamKeys = upstreamKeys == null ? null : Set.copyOf(upstreamKeys);
        tags = Map.copyOf(tags);
        requiredTags = Set.copyOf(requiredTags);
    }

    /** Says nothing. */
    public static Level silent(String name) {
        return new Level(
                name, null, Names.NONE, null, Allow.NOTHING_SAID, Caps.NONE, null, Map.of(), Set.of(), null, null);
    }

    /** Whether it has a limit of requests, tokens or calls under way. */
    public boolean hasLimits() {
        return limits != null && !limits.isEmpty();
    }

    /** Whether it says of any model that it may not be asked for. */
    public boolean saysDenied() {
        return !denied.isEmpty();
    }

    /** @param base a model's name without variants, in lower case */
    public boolean denies(String base) {
        return denied.contain(base);
    }

    /** Whether it lets this model pass; variants and presets are asked for apart. */
    public boolean allows(NamedModel model) {
        String base = model.base();
        if (denied.contain(base) || denied.containLiterally(model.withPreset())) {
            return false;
        }
        if (base.isEmpty() && model.preset() != null) {
            return true; // names no model: the presets decide
        }
        if (models == null) {
            return model.isPlain() || denied.isEmpty(); // a router could choose what is denied
        }
        return (model.isPlain() ? models.contain(base) : models.containLiterally(base))
                || models.containLiterally(model.withPreset());
    }
}
