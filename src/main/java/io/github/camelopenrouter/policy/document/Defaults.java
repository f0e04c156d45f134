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
import org.jspecify.annotations.Nullable;

/**
 * What holds where nobody says anything else.
 *
 * @param key what a key's entry is completed with; null for nothing
 * @param estimate what a call is taken to cost, as it is written; null for none
 */
record Defaults(@Nullable ObjectNode key, @Nullable JsonNode estimate) {

    static final Defaults NONE = new Defaults(null, null);

    /** A key's entry with what it does not say itself. */
    JsonNode complete(JsonNode written) {
        if (key == null || !written.isObject()) {
            return written;
        }
        ObjectNode all = key.deepCopy();
        all.setAll((ObjectNode) written);
        return all;
    }
}
