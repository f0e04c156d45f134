/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.api.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A plain answer as its API gives it where it does not let content through (source: OpenAI, Anthropic). What the answer says
 * of itself, its usage among it, stays as it is written; all else may be content, and goes.
 */
final class BlockedBody {

    private static final Set<String> OF_CHOICES =
            Set.of("id", "object", "created", "model", "provider", "system_fingerprint", "service_tier", "usage");
    private static final Set<String> OF_MESSAGE = Set.of("id", "type", "role", "model", "provider", "usage");
    private static final Set<String> OF_RESPONSE = Set.of(
            "id",
            "object",
            "created_at",
            "completed_at",
            "model",
            "provider",
            "usage",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "temperature",
            "top_p",
            "max_output_tokens",
            "metadata",
            "instructions",
            "previous_response_id",
            "reasoning",
            "text",
            "truncation",
            "service_tier",
            "user",
            "store",
            "background");

    private static final String NO_MESSAGE = "\"id\":\"gen-none\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"unknown\",\"usage\":{\"input_tokens\":0,\"output_tokens\":0}";
    private static final String NO_RESPONSE =
            "\"id\":\"gen-none\",\"object\":\"response\",\"created_at\":0,\"model\":\"unknown\"";

    private BlockedBody() {}

    /**
     * Renders the body; embeddings have no shape of their own for it, and get an empty list.
     *
     * @param body the answer, of which nothing is known where it is no JSON object
     * @param notice for the client, where the API has a place for it
     */
    static byte[] of(Operation operation, byte[] body, String notice) {
        JsonSpan answer = objectIn(body);
        List<String> members = new ArrayList<>();
        switch (operation) {
            case RESPONSES -> {
                keep(answer, OF_RESPONSE, NO_RESPONSE, members);
                members.add("\"status\":\"incomplete\",\"error\":null,"
                        + "\"incomplete_details\":{\"reason\":\"content_filter\"},\"output\":[]");
            }
            case MESSAGES -> {
                keep(answer, OF_MESSAGE, NO_MESSAGE, members);
                members.add("\"content\":[],\"stop_reason\":\"refusal\",\"stop_sequence\":null");
            }
            case PASS_THROUGH -> members.add("\"error\":" + error(notice));
            case EMBEDDINGS -> {
                keep(answer, OF_CHOICES, "\"object\":\"list\",\"model\":\"unknown\"", members);
                members.add("\"data\":[]");
            }
            default -> {
                boolean chat = operation == Operation.CHAT_COMPLETIONS;
                keep(answer, OF_CHOICES, noChoices(chat), members);
                members.add("\"choices\":[" + String.join(",", choices(answer, chat, notice)) + "]");
            }
        }
        return ("{" + String.join(",", members) + "}").getBytes(UTF_8);
    }

    /** For answers whose APIs have no way of their own to say it. */
    static String error(String notice) {
        return "{\"message\":" + new String(JsonStrings.encode(notice), UTF_8)
                + ",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"content_blocked\"}";
    }

    private static String noChoices(boolean chat) {
        String object = chat ? "chat.completion" : "text_completion";
        return "\"id\":\"gen-none\",\"object\":\"" + object + "\",\"created\":0,\"model\":\"unknown\"";
    }

    private static List<String> choices(JsonSpan answer, boolean chat, String notice) {
        String refusal = new String(JsonStrings.encode(notice), UTF_8);
        String content = chat
                ? "\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":" + refusal + "}"
                : "\"text\":\"\"";
        int count = Math.max(1, answer.get("choices").elements().size());
        List<String> choices = new ArrayList<>(count);
        for (int at = 0; at < count; at++) {
            List<JsonSpan> known = answer.get("choices").elements();
            int index = known.isEmpty() ? 0 : known.get(at).get("index").number(at);
            choices.add(
                    "{\"index\":" + index + "," + content + ",\"logprobs\":null,\"finish_reason\":\"content_filter\"}");
        }
        return choices;
    }

    private static void keep(JsonSpan answer, Set<String> kept, String orElse, List<String> members) {
        for (int at = 0; at < answer.names().size(); at++) {
            String name = answer.names().get(at);
            if (kept.contains(name)) {
                members.add("\"" + name + "\":" + answer.children().get(at).raw());
            }
        }
        if (members.isEmpty()) {
            members.add(orElse);
        }
    }

    private static JsonSpan objectIn(byte[] body) {
        try {
            JsonSpan answer = JsonSpan.parse(body);
            return answer.isObject() ? answer : JsonSpan.NONE;
        } catch (IOException e) {
            return JsonSpan.NONE; // nobody can read it, which is why it is blocked
        }
    }
}
