/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.policy.document.Level;
import io.github.camelopenrouter.policy.document.ProviderRule;
import io.github.camelopenrouter.policy.document.ProviderRule.NothingLeft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all levels of a principal force of {@code provider} together. */
final class ForcedProvider {

    private final @Nullable ObjectNode fields;
    private final @Nullable String contradiction;

    private ForcedProvider(@Nullable ObjectNode fields, @Nullable String contradiction) {
        this.fields = fields;
        this.contradiction = contradiction;
    }

    static ForcedProvider of(List<Level> levels) {
        ObjectNode forced = null;
        for (Level level : levels) {
            if (level.provider() != null) {
                ObjectNode above = forced == null ? JsonNodeFactory.instance.objectNode() : forced;
                try {
                    forced = ProviderRule.narrow(above, level.provider());
                } catch (NothingLeft e) {
                    return new ForcedProvider(null, e.field());
                }
            }
        }
        return new ForcedProvider(forced, null);
    }

    /** Null for nothing. */
    @Nullable
    ObjectNode fields() {
        if (contradiction != null) {
            throw Denied.notAllowed(
                    "The levels of this client's policy leave nothing of 'provider." + contradiction + "'.",
                    "provider");
        }
        return fields;
    }
}
