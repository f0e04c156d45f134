/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.body.SliceNode;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.passthrough.MultipartBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Puts something else in the place of each name by which a request tells sessions and persons apart, for OpenRouter would
 * take two tenants' names for one. A request without any stays as it is.
 */
final class Identifiers implements Processor {

    private static final int READ_BEFORE = Integer.MAX_VALUE - 1;
    private static final List<String> ON_TOP = List.of("session_id", "prompt_cache_key", "user", "safety_identifier");
    private static final String METADATA = "metadata";
    private static final String USER_ID = "user_id";
    private static final Set<String> IN_FORMS =
            Set.of("session_id", "prompt_cache_key", "user", "safety_identifier", METADATA);

    private final @Nullable IdentifierHash hash;

    /** @param hash null where they stay here */
    Identifiers(@Nullable IdentifierHash hash) {
        this.hash = hash;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof MultipartBody form) {
            FormNames.refuse(form, IN_FORMS::contains, Identifiers::notInForms);
            return;
        }
        RequestBody request = RequestBody.in(message, READ_BEFORE);
        List<String> given = given(request.tree());
        ObjectNode metadata = metadata(request.tree());
        if (!given.isEmpty() || metadata != null) {
            RequestBody changed = request.convertedCopy();
            String tenant = Principal.of(exchange).tenant();
            given.forEach(name -> put(changed.tree(), name, tenant));
            if (metadata != null) {
                put(metadata, USER_ID, tenant);
                changed.tree().set(METADATA, metadata);
            }
            changed.putInto(message);
        }
    }

    private static List<String> given(ObjectNode body) {
        List<String> given = new ArrayList<>();
        for (String name : ON_TOP) {
            if (isGiven(body.get(name))) {
                given.add(name);
            }
        }
        return given;
    }

    /** A copy of that which names a person; null where none does. */
    private static @Nullable ObjectNode metadata(ObjectNode body) {
        JsonNode metadata = body.get(METADATA);
        if (metadata == null || !metadata.isContainerNode()) {
            return null;
        }
        JsonNode shown = new PlainJson().of(metadata);
        return shown instanceof ObjectNode object && isGiven(object.get(USER_ID)) ? object.deepCopy() : null;
    }

    private static boolean isGiven(@Nullable JsonNode value) {
        return RequestTree.isGiven(value) && !RequestTree.isEmptyText(value);
    }

    private void put(ObjectNode object, String name, @Nullable String tenant) {
        if (hash == null) {
            object.remove(name);
        } else {
            object.put(name, hash.of(tenant, textOf(object.get(name))));
        }
    }

    /** Whatever stands there names somebody, and be it a number or an object. */
    private static String textOf(JsonNode value) {
        if (value.isValueNode()) {
            return value.asText();
        }
        return value instanceof SliceNode slice
                ? slice.read((source, from, to) -> new String(source, from, to - from, UTF_8))
                : value.toString();
    }

    private static OpenRouterException notInForms(String part) {
        return OpenRouterException.invalidRequest(
                "A form goes up as it is, and '" + part + "' must not: send application/json.", part);
    }
}
