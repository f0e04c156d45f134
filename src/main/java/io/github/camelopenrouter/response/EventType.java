/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import io.github.camelopenrouter.api.Operation;

/** What the type of a stream's event says of its content (source: OpenAI's Responses API, Anthropic's Messages API). */
enum EventType {
    /** There is none, or the API has none. */
    NONE,
    /** Only announces what will come. */
    ANNOUNCEMENT,
    /** Announces, if the block that it starts is an empty text or thinking. */
    BLOCK_START,
    /** Announces, unless the item that it adds is a call of a function, whose name stands in it. */
    ITEM_ADDED,
    /** Everything else, known or not. */
    CONTENT;

    private static final String[] ANNOUNCING_RESPONSES = {
        "response.created",
        "response.queued",
        "response.in_progress",
        "response.content_part.added",
        "response.reasoning_summary_part.added"
    };

    private static final String[] ANNOUNCING_MESSAGES = {"message_start", "ping"};

    /** @param name the {@code type} of the event, as it stands in the JSON text */
    static EventType of(Operation operation, byte[] name, int length) {
        return switch (operation) {
            case RESPONSES -> of(name, length, ANNOUNCING_RESPONSES, "response.output_item.added", ITEM_ADDED);
            case MESSAGES -> of(name, length, ANNOUNCING_MESSAGES, "content_block_start", BLOCK_START);
            default -> NONE;
        };
    }

    private static EventType of(byte[] name, int length, String[] announcing, String special, EventType ofSpecial) {
        for (String announcement : announcing) {
            if (JsonText.is(name, length, announcement)) {
                return ANNOUNCEMENT;
            }
        }
        return JsonText.is(name, length, special) ? ofSpecial : CONTENT;
    }
}
