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

import io.github.camelopenrouter.api.Operation;

/**
 * Whether one JSON text of an answer, a stream's event or a plain body, carries what its client waits for, or only
 * announces it. Where content stands, everything that is not empty is content, known or not.
 */
final class ResponseContent {

    private static final byte[] OBJECT = "object".getBytes(US_ASCII);

    private final Operation operation;
    private ContentPlace place = ContentPlace.NOWHERE;
    private EventType type = EventType.NONE;
    private boolean found;
    private boolean chunk;
    private boolean textBlock;
    private boolean call;

    ResponseContent(Operation operation) {
        this.operation = operation;
    }

    void beginText() {
        place = ContentPlace.NOWHERE;
        type = EventType.NONE;
        found = false;
        chunk = false;
        textBlock = false;
        call = false;
    }

    /** Whether something has been found that is content whatever else comes. */
    boolean isFound() {
        return found;
    }

    /** Whether the type of the event alone makes it content. */
    boolean isTypeOfContent() {
        return type == EventType.CONTENT;
    }

    /** Whether the text only announces if no content is found in it: so its type says, or it is a chunk, which has none. */
    boolean isAnnounced() {
        return switch (type) {
            case NONE -> chunk && (operation == Operation.CHAT_COMPLETIONS || operation == Operation.COMPLETIONS);
            case ANNOUNCEMENT -> true;
            case BLOCK_START -> textBlock;
            case ITEM_ADDED -> !call;
            case CONTENT -> false;
        };
    }

    /** The event is of this type. */
    void type(byte[] name, int length) {
        type = EventType.of(operation, name, length);
    }

    /** The block or item in the event is of this type. */
    void partType(byte[] name, int length) {
        textBlock = JsonText.is(name, length, "text") || JsonText.is(name, length, "thinking");
        call = JsonText.is(name, length, "function_call") || JsonText.is(name, length, "custom_tool_call");
    }

    /**
     * A value begins.
     *
     * @return whether it is content if it is a string that is not empty; then {@link #found()} is to be called
     */
    boolean begins(JsonPath path, int depth, byte first) {
        if (found) {
            return false;
        }
        if (depth == 1) {
            place = ContentPlace.of(path);
            chunk |= place == ContentPlace.CHOICES || path.isKey(1, OBJECT);
        }
        if (place == ContentPlace.NOWHERE || first == 'n') {
            return false;
        }
        int members = place.members(path, depth);
        if (members == ContentPlace.NO_DEPTH || depth >= members && place.isDescription(path, members)) {
            return false;
        }
        boolean inside = depth > members; // of a list or object, which so is not empty
        found = inside || first != '{' && first != '[' && first != '"';
        return !inside && first == '"';
    }

    /** The string that {@link #begins} has asked about is not empty. */
    void found() {
        found = true;
    }
}
