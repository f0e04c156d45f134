/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.AccountError;
import io.github.camelopenrouter.error.UpstreamError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/**
 * Keeps from clients what errors tell of the account behind the gateway: whose it is ({@code user_id}), and in an answer that
 * has begun, what is wrong with it. An error that tells nothing of that keeps its bytes.
 */
public final class AccountErrors {

    /** Amounts pass digit by digit. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String ERROR = "error";
    private static final String USER_ID = "user_id";
    private static final Set<String> TYPES_OF_ERRORS = Set.of(ERROR, "response.failed", "image_generation.error");
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);

    /** The body of an answer that is an error as a whole, and not about the account. */
    public byte[] inError(byte[] json) {
        JsonNode error = parse(json);
        return removeOwner(error) ? written(error) : json;
    }

    /** A body, or the data of an event, that may be an error or have one in it. */
    public byte[] inAnswer(Operation operation, byte[] json) {
        JsonNode answer = parse(json);
        if (!(answer instanceof ObjectNode object) || !hasError(object)) {
            return json;
        }
        boolean changed = removeOwner(object) | hideFlat(object) | hide(operation, object);
        return changed ? written(object) : json;
    }

    /** Whole events, one behind the other. */
    byte[] inEvents(Operation operation, byte[] bytes, int from, int to) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream(to - from);
        int begin = from;
        while (begin < to) {
            int end = endOfEvent(bytes, begin, to);
            byte[] data = EventData.of(bytes, begin, end);
            byte[] cleaned = inAnswer(operation, data);
            if (cleaned == data) {
                shown.write(bytes, begin, end - begin);
            } else {
                withData(bytes, begin, end, cleaned, shown);
            }
            begin = end;
        }
        return shown.toByteArray();
    }

    /** Behind its blank line, or where there is none at the end. */
    private static int endOfEvent(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int end = endOfLine(bytes, at, to);
            boolean blank = end == at;
            at = behindBreak(bytes, end, to);
            if (blank) {
                return at;
            }
        }
        return to;
    }

    private static void withData(byte[] bytes, int from, int to, byte[] data, ByteArrayOutputStream out) {
        boolean written = false;
        for (int at = from; at < to; ) {
            int end = endOfLine(bytes, at, to);
            boolean isData =
                    end - at >= DATA.length - 1 && new String(bytes, at, DATA.length - 1, US_ASCII).equals("data:");
            if (!isData) {
                out.write(bytes, at, behindBreak(bytes, end, to) - at);
            } else if (!written) {
                out.writeBytes(DATA);
                out.writeBytes(data);
                out.write('\n');
                written = true;
            }
            at = behindBreak(bytes, end, to);
        }
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private static int behindBreak(byte[] bytes, int end, int to) {
        boolean both = end + 1 < to && bytes[end] == '\r' && bytes[end + 1] == '\n';
        return Math.min(to, end + (both ? 2 : 1));
    }

    private static boolean hasError(ObjectNode answer) {
        return TYPES_OF_ERRORS.contains(answer.path("type").asText())
                || answer.findValues(ERROR).stream().anyMatch(JsonNode::isObject);
    }

    private static boolean removeOwner(JsonNode node) {
        boolean removed = node instanceof ObjectNode object && object.remove(USER_ID) != null;
        for (JsonNode child : node) {
            removed |= removeOwner(child);
        }
        return removed;
    }

    /** As events of the Responses API are: {@code {"type":"error","code","message"}}. */
    private static boolean hideFlat(ObjectNode event) {
        boolean flat = event.path("type").asText().equals(ERROR) && !event.has(ERROR);
        if (flat && isAccounts(event)) {
            event.put("code", AccountError.CODE).put("message", AccountError.MESSAGE);
            return true;
        }
        return false;
    }

    private static boolean hide(Operation operation, JsonNode node) {
        boolean hidden = false;
        if (node instanceof ObjectNode object && isAccounts(object.path(ERROR))) {
            object.set(ERROR, shown(operation));
            hidden = true;
        }
        for (JsonNode child : node) {
            hidden |= hide(operation, child);
        }
        return hidden;
    }

    private static boolean isAccounts(JsonNode json) {
        UpstreamError error = new UpstreamError(json);
        return json.isObject() && error.isAccounts(error.status());
    }

    /** In the shape of the operation's errors behind an answer that has begun. */
    private static ObjectNode shown(Operation operation) {
        ObjectNode error = JSON.createObjectNode();
        switch (operation) {
            case MESSAGES -> error.put("type", AccountError.TYPE).put("message", AccountError.MESSAGE);
            case RESPONSES -> error.put("code", AccountError.CODE).put("message", AccountError.MESSAGE);
            default -> {
                error.put("code", AccountError.STATUS)
                        .put("message", AccountError.MESSAGE)
                        .put("type", AccountError.TYPE);
                error.putObject("metadata").put("error_type", AccountError.CODE);
            }
        }
        return error;
    }

    /** What is no JSON says nothing that anybody could read. */
    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static byte[] written(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that has been read is always writable", e);
        }
    }
}
