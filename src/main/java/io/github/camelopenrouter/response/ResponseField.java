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

/** The few places in the JSON texts of an answer that the gateway looks at (source: OpenRouter, OpenAI, Anthropic). */
enum ResponseField {
    NONE,
    ID,
    MODEL,
    PROVIDER,
    CREATED,
    TYPE,
    STATUS,
    /** Of the response that an event is about. */
    RESPONSE_STATUS,
    SEQUENCE,
    USAGE,
    /** Of a message that begins: nobody knows by then what it will have written. */
    BEGUN_USAGE,
    /** An error that stands in place of an answer, beside it or inside it. */
    ERROR,
    /** One of the choices. */
    CHOICE,
    CHOICE_INDEX,
    FINISH_REASON,
    /** Why the model stopped, where that finishes no choice. */
    STOP_REASON,
    /** The type of the item or block that an event is about. */
    PART_TYPE;

    private static final byte[] ID_KEY = ascii("id");
    private static final byte[] MODEL_KEY = ascii("model");
    private static final byte[] PROVIDER_KEY = ascii("provider");
    private static final byte[] CREATED_KEY = ascii("created");
    private static final byte[] CREATED_AT_KEY = ascii("created_at");
    private static final byte[] TYPE_KEY = ascii("type");
    private static final byte[] STATUS_KEY = ascii("status");
    private static final byte[] SEQUENCE_KEY = ascii("sequence_number");
    private static final byte[] USAGE_KEY = ascii("usage");
    private static final byte[] ERROR_KEY = ascii("error");
    private static final byte[] INDEX_KEY = ascii("index");
    private static final byte[] FINISH_REASON_KEY = ascii("finish_reason");
    private static final byte[] STOP_REASON_KEY = ascii("stop_reason");
    private static final byte[] INCOMPLETE_DETAILS_KEY = ascii("incomplete_details");
    private static final byte[] REASON_KEY = ascii("reason");
    private static final byte[] CHOICES_KEY = ascii("choices");
    private static final byte[] RESPONSE_KEY = ascii("response");
    private static final byte[] DELTA_KEY = ascii("delta");
    private static final byte[] MESSAGE_KEY = ascii("message");
    private static final byte[] ITEM_KEY = ascii("item");
    private static final byte[] CONTENT_BLOCK_KEY = ascii("content_block");

    /**
     * The field that the value which begins here is; null is as good as absent.
     *
     * @param depth how many objects and arrays the value stands in
     * @param first the first byte of the value
     */
    static ResponseField find(JsonPath path, int depth, byte first) {
        if (first == 'n') {
            return NONE;
        }
        return switch (depth) {
            case 1 -> atTop(path, first);
            case 2 -> inside(path, first);
            case 3 -> path.isKey(1, CHOICES_KEY) ? inChoice(path) : inResponse(path, first);
            default -> NONE;
        };
    }

    private static ResponseField atTop(JsonPath path, byte first) {
        if (path.isKey(1, ERROR_KEY)) {
            return ERROR;
        }
        if (path.isKey(1, TYPE_KEY)) {
            return TYPE;
        }
        if (path.isKey(1, STATUS_KEY)) {
            return STATUS;
        }
        if (path.isKey(1, STOP_REASON_KEY)) {
            return ifText(STOP_REASON, first);
        }
        return path.isKey(1, SEQUENCE_KEY) ? SEQUENCE : identity(path, 1, first);
    }

    private static ResponseField inside(JsonPath path, byte first) {
        if (path.isKey(1, CHOICES_KEY)) {
            return first == '{' ? CHOICE : NONE;
        }
        if (path.isKey(1, RESPONSE_KEY)) {
            if (path.isKey(2, STATUS_KEY)) {
                return RESPONSE_STATUS;
            }
            return path.isKey(2, ERROR_KEY) ? ERROR : identity(path, 2, first);
        }
        if (path.isKey(1, MESSAGE_KEY)) {
            ResponseField field = identity(path, 2, first);
            return field == USAGE ? BEGUN_USAGE : field;
        }
        if (path.isKey(1, DELTA_KEY)) {
            return path.isKey(2, STOP_REASON_KEY) ? ifText(STOP_REASON, first) : NONE;
        }
        if (path.isKey(1, INCOMPLETE_DETAILS_KEY)) {
            return path.isKey(2, REASON_KEY) ? ifText(STOP_REASON, first) : NONE;
        }
        boolean part = path.isKey(1, ITEM_KEY) || path.isKey(1, CONTENT_BLOCK_KEY);
        return part && path.isKey(2, TYPE_KEY) ? PART_TYPE : NONE;
    }

    private static ResponseField inChoice(JsonPath path) {
        if (path.isKey(3, INDEX_KEY)) {
            return CHOICE_INDEX;
        }
        if (path.isKey(3, ERROR_KEY)) {
            return ERROR;
        }
        return path.isKey(3, FINISH_REASON_KEY) ? FINISH_REASON : NONE;
    }

    private static ResponseField ifText(ResponseField field, byte first) {
        return first == '"' ? field : NONE;
    }

    private static ResponseField inResponse(JsonPath path, byte first) {
        boolean reason =
                path.isKey(1, RESPONSE_KEY) && path.isKey(2, INCOMPLETE_DETAILS_KEY) && path.isKey(3, REASON_KEY);
        return reason ? ifText(STOP_REASON, first) : NONE;
    }

    private static ResponseField identity(JsonPath path, int depth, byte first) {
        if (first == '{') {
            return path.isKey(depth, USAGE_KEY) ? USAGE : NONE;
        }
        if (path.isKey(depth, ID_KEY)) {
            return ID;
        }
        if (path.isKey(depth, MODEL_KEY)) {
            return MODEL;
        }
        if (path.isKey(depth, PROVIDER_KEY)) {
            return ifText(PROVIDER, first);
        }
        return path.isKey(depth, CREATED_KEY) || path.isKey(depth, CREATED_AT_KEY) ? CREATED : NONE;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
