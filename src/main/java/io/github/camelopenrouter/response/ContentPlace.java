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

/**
 * Where in the JSON texts of an answer content stands (source: OpenRouter, OpenAI, Anthropic): as a member of something
 * that may carry it, at a known depth. What only describes its carrier, as a role does, is none.
 */
enum ContentPlace {
    NOWHERE,
    /** In a choice, or in its delta or message. */
    CHOICES,
    /** In an item or part of a plain answer. */
    ITEMS,
    /** In what one event is about. */
    BLOCK,
    /** In an item of a response that is the event's. */
    RESPONSE;

    /** No member of a carrier stands so deep: there is none. */
    static final int NO_DEPTH = 0;

    private static final byte[] CHOICES_KEY = ascii("choices");
    private static final byte[] DELTA_KEY = ascii("delta");
    private static final byte[] MESSAGE_KEY = ascii("message");
    private static final byte[] OUTPUT_KEY = ascii("output");
    private static final byte[] CONTENT_KEY = ascii("content");
    private static final byte[] DATA_KEY = ascii("data");
    private static final byte[] CONTENT_BLOCK_KEY = ascii("content_block");
    private static final byte[] RESPONSE_KEY = ascii("response");

    private static final byte[] ROLE_KEY = ascii("role");
    /** What a choice, an item or a block says of itself; finish and error are looked at elsewhere. */
    private static final byte[][] DESCRIPTIONS = {
        ROLE_KEY,
        ascii("type"),
        ascii("id"),
        ascii("object"),
        ascii("status"),
        ascii("phase"),
        ascii("index"),
        ascii("logprobs"),
        ascii("finish_reason"),
        ascii("native_finish_reason"),
        ascii("error")
    };

    private static final int IN_DELTA = 4;

    /** That of the member of the text that begins here, which says where all below it stands. */
    static ContentPlace of(JsonPath path) {
        if (path.isKey(1, CHOICES_KEY)) {
            return CHOICES;
        }
        if (path.isKey(1, CONTENT_BLOCK_KEY) || path.isKey(1, DELTA_KEY)) {
            return BLOCK;
        }
        if (path.isKey(1, OUTPUT_KEY) || path.isKey(1, CONTENT_KEY) || path.isKey(1, DATA_KEY)) {
            return ITEMS;
        }
        return path.isKey(1, RESPONSE_KEY) ? RESPONSE : NOWHERE;
    }

    /** How deep the members of the carrier stand that this value belongs to, {@link #NO_DEPTH} without one. */
    int members(JsonPath path, int depth) {
        return switch (this) {
            case NOWHERE -> NO_DEPTH;
            case CHOICES -> depth > 3 && (path.isKey(3, DELTA_KEY) || path.isKey(3, MESSAGE_KEY)) ? IN_DELTA : 3;
            case ITEMS -> 3;
            case BLOCK -> 2;
            case RESPONSE -> depth > 1 && path.isKey(2, OUTPUT_KEY) ? 4 : NO_DEPTH;
        };
    }

    /** Whether the member at this depth, or what is in it, only describes its carrier. */
    boolean isDescription(JsonPath path, int members) {
        if (this == CHOICES && members == IN_DELTA) {
            return path.isKey(members, ROLE_KEY);
        }
        for (byte[] description : DESCRIPTIONS) {
            if (path.isKey(members, description)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
