/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The person at the client's end, where the request names one. Records keep the hash: the name may be an address, and the
 * same person is still the same.
 */
final class EndUser {

    /** {@code metadata.user_id} is Anthropic's {@code user}. */
    private static final List<JsonPointer> PARAMETERS =
            List.of(JsonPointer.compile("/user"), JsonPointer.compile("/metadata/user_id"));

    /** Enough of a SHA-256 that no two persons meet. */
    private static final int BYTES = 16;

    private EndUser() {}

    /** The hash of whom this request names, null for nobody. */
    static @Nullable String in(ObjectNode body) {
        for (JsonPointer parameter : PARAMETERS) {
            JsonNode name = body.at(parameter);
            if (name.isTextual() && !name.textValue().isBlank()) {
                return hash(name.textValue());
            }
        }
        return null;
    }

    private static String hash(String name) {
        return Sha256.hex(name, BYTES);
    }
}
