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
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside {@code messages} in a chat request, in the Responses API's spelling, as far as that has another one. Who
 * gives a parameter in both is refused: nobody could say which was meant.
 *
 * <p>What the Responses API has no place for is refused where the answer would be another one without it, {@link #WITHOUT_PLACE};
 * hints, such as {@code seed}, pass like anything else that is unknown.
 */
final class ChatParameters {

    private static final String MAX_OUTPUT = "max_output_tokens";

    /** In the order in which they count: OpenAI calls the second one deprecated. */
    private static final List<String> MAX = List.of("max_completion_tokens", "max_tokens");

    private static final List<String> WITHOUT_PLACE =
            List.of("stop", "logit_bias", "functions", "function_call", "audio");

    private ChatParameters() {}

    static void convert(ObjectNode body) {
        WITHOUT_PLACE.forEach(name -> RequestValidation.require(isNothing(body.get(name)), name, noPlace()));
        RequestValidation.require(isOne(body.get("n")), "n", noPlace());
        FlatTools.tools(body);
        FlatTools.choice(body);
        maxTokens(body);
        move(body, "response_format", "text", "format");
        move(body, "verbosity", "text", "verbosity");
        move(body, "reasoning_effort", "reasoning", "effort");
    }

    private static void maxTokens(ObjectNode body) {
        JsonNode taken = null;
        for (String name : MAX) {
            JsonNode given = body.get(name);
            if (!RequestTree.isGiven(given)) {
                continue;
            }
            requireOne(name, MAX_OUTPUT, taken == null && RequestTree.isGiven(body.get(MAX_OUTPUT)));
            requireOne(name, MAX.get(0), taken != null && !taken.equals(given));
            if (taken == null) {
                taken = given;
                RequestTree.replace(body, name, Map.of(MAX_OUTPUT, given));
            } else {
                body.remove(name);
            }
        }
    }

    /** Into a member of an object, which may be there already. */
    private static void move(ObjectNode body, String name, String object, String member) {
        JsonNode value = body.get(name);
        if (!RequestTree.isGiven(value)) {
            return;
        }
        JsonNode target = body.get(object);
        RequestValidation.require(
                !RequestTree.isGiven(target) || target instanceof ObjectNode,
                object,
                "must be an object with each key once, where '" + name + "' is given");
        JsonNode moved = FlatTools.format(value);
        if (target instanceof ObjectNode known) {
            requireOne(name, object + "." + member, RequestTree.isGiven(known.get(member)));
            known.set(member, moved);
            body.remove(name);
        } else {
            ObjectNode made = JsonNodeFactory.instance.objectNode();
            made.set(member, moved);
            RequestTree.replace(body, name, Map.of(object, made));
        }
    }

    private static void requireOne(String name, String other, boolean both) {
        RequestValidation.require(!both, name, "and '" + other + "' must not both be given");
    }

    private static boolean isNothing(@Nullable JsonNode value) {
        return !RequestTree.isGiven(value) || value instanceof ContainerNode<?> container && container.isEmpty();
    }

    private static boolean isOne(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.asText().equals("1");
    }

    private static String noPlace() {
        return "has no counterpart where 'messages' becomes 'input': leave it out, or call /v1/chat/completions";
    }
}
