/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls are asked for; what is null says nothing, and what is empty, that a call has none.
 *
 * @param key the label of a client's key
 */
public record UsageOwner(
        @Nullable String team,
        @Nullable String key,
        @Nullable String user) {

    private static final String NONE = "";

    /** All calls. */
    public static final UsageOwner ANYBODY = new UsageOwner(null, null, null);

    /** Whoever shares a team with this one; of one without a team the own calls alone. */
    public static UsageOwner teamOf(Principal principal) {
        return principal.team() == null ? of(principal) : new UsageOwner(principal.team(), null, null);
    }

    /** The calls of this key, or else of this user; of nobody those alone that are nobody's. */
    public static UsageOwner of(Principal principal) {
        return principal.key() != null
                ? new UsageOwner(null, principal.key(), null)
                : new UsageOwner(orNone(principal.team()), NONE, orNone(principal.user()));
    }

    private static String orNone(@Nullable String name) {
        return name == null ? NONE : name;
    }

    boolean has(JsonNode record) {
        JsonNode client = record.path("client");
        return is(team, client.path("team")) && is(key, client.path("key")) && is(user, client.path("user"));
    }

    private static boolean is(@Nullable String wanted, JsonNode value) {
        return wanted == null || value.asText().equals(wanted);
    }
}
