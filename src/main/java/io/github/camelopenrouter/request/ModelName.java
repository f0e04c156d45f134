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
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestTree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Turns the names a client uses into OpenRouter's, in {@code model}, {@code models} and {@code fallbacks}: an alias
 * stands for its target, one leading {@code openrouter/} goes where a vendor follows it, and a bare name on a vendor's
 * door gets that vendor. A name that stays the same stays the client's own bytes.
 *
 * <p>A group of models stands for the one that is chosen where it is the {@link PrimaryModel}, and for all its members, in
 * their order, where it is one of several. Stands behind {@link SessionKey}.
 */
public final class ModelName implements Processor {

    private static final String PREFIX = "openrouter/";

    private final ModelGroups groups;
    private final VendorLookup vendors;

    /** @param vendors asked about bare names where {@link OpenRouterConstants#DOOR_VENDOR} is set */
    public ModelName(ModelGroups groups, VendorLookup vendors) {
        this.groups = groups;
        this.vendors = vendors;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        String door = exchange.getProperty(OpenRouterConstants.DOOR_VENDOR, "", String.class);
        exchange.setProperty(OpenRouterConstants.REQUESTED_MODEL, PrimaryModel.of(body));
        String primary = renamePrimary(exchange, body, door);
        renameAll(body.get("models"), door, name -> false);
        renameAll(body.get("fallbacks"), door, name -> false);
        PrimaryModel.putFirst(body, primary);
        FallbackModels.convert(body);
    }

    /** The name that goes up for the one in a body that is no tree; both are remembered as a tree's are. */
    public String renamed(Exchange exchange, String asked) {
        exchange.setProperty(OpenRouterConstants.REQUESTED_MODEL, asked);
        return resent(exchange, asked);
    }

    /** The same of a name that a step of the operator's has put there: what the client has asked for stays. */
    public String resent(Exchange exchange, String asked) {
        noteGroup(exchange, asked);
        String sent = target(exchange, asked, exchange.getProperty(OpenRouterConstants.DOOR_VENDOR, "", String.class));
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, sent);
        return sent;
    }

    /**
     * Behind the operator's steps: names that they have put in are looked up as a client's are, those that stood there stay.
     * Another model takes the place of the other one in front of its fallbacks.
     */
    void resolveReplaced(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        String before = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        String door = exchange.getProperty(OpenRouterConstants.DOOR_VENDOR, "", String.class);
        String primary = PrimaryModel.of(body);
        if (!primary.equals(before)) {
            primary = renamePrimary(exchange, body, door);
            FallbackModels.replacePrimary(body, before);
        }
        List<?> known = exchange.getProperty(OpenRouterConstants.CANDIDATE_MODELS, List.of(), List.class);
        Predicate<String> isKnown =
                name -> known.contains(name) || name.equals(body.path("model").textValue());
        renameAll(body.get("models"), door, isKnown);
        renameAll(body.get("fallbacks"), door, isKnown);
        PrimaryModel.putFirst(body, primary);
        FallbackModels.convert(body);
    }

    /**
     * In {@code model}; as the first of {@code models} it is renamed with the others.
     *
     * @return the name that it gets
     */
    private String renamePrimary(Exchange exchange, ObjectNode body, String door) {
        String asked = PrimaryModel.of(body);
        noteGroup(exchange, asked);
        String name = target(exchange, asked, door);
        if (PrimaryModel.isNamed(body)) {
            set(body, body.get("model"), name);
        }
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, name);
        return name;
    }

    private void noteGroup(Exchange exchange, @Nullable String asked) {
        if (groups.group(asked) != null) {
            exchange.setProperty(OpenRouterConstants.MODEL_GROUP, asked);
        } else {
            exchange.removeProperty(OpenRouterConstants.MODEL_GROUP); // of an earlier call, or of the model before
        }
    }

    private String target(Exchange exchange, String asked, String door) {
        String member = groups.choose(asked, exchange.getProperty(OpenRouterConstants.SESSION, Long.class));
        return member != null ? member : resolve(asked, door);
    }

    /** @param stays of names that have been looked up */
    private void renameAll(@Nullable JsonNode names, String door, Predicate<String> stays) {
        if (names instanceof ArrayNode entries) {
            List<JsonNode> renamed = new ArrayList<>(entries.size());
            entries.forEach(entry -> renamed.addAll(stays.test(nameIn(entry)) ? List.of(entry) : renamed(entry, door)));
            entries.removeAll();
            entries.addAll(renamed);
        }
    }

    private static String nameIn(JsonNode entry) {
        return (entry instanceof ObjectNode named ? named.path("model") : entry).asText();
    }

    /** An entry is a name, or an object with a {@code model}; whatever else it is stays. */
    private List<JsonNode> renamed(JsonNode entry, String door) {
        JsonNode model = entry instanceof ObjectNode named ? named.get("model") : entry;
        if (!RequestTree.isText(model)) {
            return List.of(entry);
        }
        String name = model.textValue();
        List<String> members = groups.members(name);
        return members == null
                ? List.of(with(entry, model, resolve(name, door)))
                : members.stream().map(member -> with(entry, model, member)).toList();
    }

    private static JsonNode with(JsonNode entry, JsonNode model, String name) {
        if (entry instanceof ObjectNode named) {
            ObjectNode copy = named.deepCopy();
            set(copy, model, name);
            return copy;
        }
        return name.equals(model.textValue()) ? entry : TextNode.valueOf(name);
    }

    private static void set(ObjectNode named, JsonNode model, String name) {
        if (!name.equals(model.textValue())) {
            named.put("model", name);
        }
    }

    private String resolve(String name, String door) {
        boolean bare = name.indexOf('/') < 0;
        return bare && !door.isEmpty() ? vendors.resolve(door, name) : withoutPrefix(name);
    }

    /** {@code openrouter/auto} is a model of the vendor openrouter: only what still has a vendor loses the prefix. */
    public static String withoutPrefix(String name) {
        boolean prefixed = name.startsWith(PREFIX) && name.indexOf('/', PREFIX.length()) >= 0;
        return prefixed ? name.substring(PREFIX.length()) : name;
    }
}
