/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelopenrouter.config.OpenRouterConstants;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns the names a client uses into OpenRouter's, in {@code model}, {@code models} and {@code fallbacks}: an alias
 * stands for its target, one leading {@code openrouter/} goes where a vendor follows it, and a bare name on a vendor's
 * door gets that vendor. A name that stays the same stays the client's own bytes.
 */
public final class ModelName implements Processor {

    private static final String PREFIX = "openrouter/";

    private final Map<String, String> aliases;
    private final VendorLookup vendors;

    /**
     * @param aliases target by alias; a target is not looked up again
     * @param vendors asked about bare names where {@link OpenRouterConstants#DOOR_VENDOR} is set
     */
    public ModelName(Map<String, String> aliases, VendorLookup vendors) {
        this.aliases = Map.copyOf(aliases);
        this.vendors = vendors;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = Tree.of(exchange);
        String door = exchange.getProperty(OpenRouterConstants.DOOR_VENDOR, "", String.class);
        exchange.setProperty(
                OpenRouterConstants.REQUESTED_MODEL, body.path("model").textValue());
        rename(body, door);
        renameAll(body.get("models"), door);
        renameAll(body.get("fallbacks"), door);
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, body.path("model").textValue());
        FallbackModels.convert(body);
    }

    private void rename(ObjectNode named, String door) {
        JsonNode model = named.get("model");
        JsonNode renamed = renamed(model, door);
        if (renamed != model) {
            named.set("model", renamed);
        }
    }

    private void renameAll(JsonNode names, String door) {
        if (names instanceof ArrayNode entries) {
            for (int i = 0; i < entries.size(); i++) {
                entries.set(i, renamed(entries.get(i), door));
            }
            Tree.forEachObject(entries, entry -> rename(entry, door));
        }
    }

    private JsonNode renamed(JsonNode node, String door) {
        if (!Tree.isText(node)) {
            return node;
        }
        String name = node.textValue();
        String sent = resolve(name, door);
        return sent.equals(name) ? node : TextNode.valueOf(sent);
    }

    private String resolve(String name, String door) {
        String target = aliases.get(name);
        if (target != null) {
            return withoutPrefix(target);
        }
        boolean bare = name.indexOf('/') < 0;
        return bare && !door.isEmpty() ? vendors.resolve(door, name) : withoutPrefix(name);
    }

    /** {@code openrouter/auto} is a model of the vendor openrouter: only what still has a vendor loses the prefix. */
    private static String withoutPrefix(String name) {
        boolean prefixed = name.startsWith(PREFIX) && name.indexOf('/', PREFIX.length()) >= 0;
        return prefixed ? name.substring(PREFIX.length()) : name;
    }
}
