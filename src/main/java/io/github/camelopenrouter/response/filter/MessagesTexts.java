/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.spi.TextPlace.Kind;
import java.util.List;
import java.util.Set;

/** Finds the texts of Anthropic's messages (source: Anthropic). */
final class MessagesTexts {

    private static final Set<String> OF_EVENT = Set.of("message", "content_block", "delta", "usage", "error");
    private static final Set<String> OF_MESSAGE = Set.of("content", "container", "model", "provider", "usage", "error");
    private static final Set<String> OF_BLOCK =
            Set.of("text", "thinking", "data", "name", "input", "partial_json", "encrypted_content");

    private final FoundTexts found;

    private MessagesTexts(FoundTexts found) {
        this.found = found;
    }

    /** @param whole whether it is a plain body */
    static void find(JsonSpan answer, boolean whole, FoundTexts found) {
        MessagesTexts texts = new MessagesTexts(found);
        int index = answer.get("index").number(0);
        texts.message(whole ? answer : answer.get("message"));
        texts.block(answer.get("content_block"), index, false);
        texts.block(answer.get("delta"), index, false);
        if (!whole) {
            found.others(answer, OF_EVENT, 0, index, true);
        }
    }

    private void message(JsonSpan message) {
        List<JsonSpan> blocks = found.elements(message.get("content"), 0, 0, true);
        for (int at = 0; at < blocks.size(); at++) {
            block(blocks.get(at), at, true);
            found.object(at, blocks.get(at).get("input"));
        }
        found.others(message, OF_MESSAGE, 0, 0, true);
    }

    private void block(JsonSpan block, int item, boolean whole) {
        found.text(Kind.TEXT, 0, item, 0, block.get("text"), whole);
        found.text(Kind.SIGNED_REASONING, 0, item, 0, block.get("thinking"), whole);
        found.text(Kind.TOOL_NAME, 0, item, 0, block.get("name"), true);
        found.text(Kind.TOOL_ARGUMENTS, 0, item, 0, block.get("partial_json"), whole);
        found.unreadable(0, item, block.get("data"));
        found.unreadable(0, item, block.get("encrypted_content"));
        found.others(block, OF_BLOCK, 0, item, true);
        if (!whole) { // a block that begins has none but in its deltas, says the API
            found.others(block.get("input"), 0, item, true);
        }
    }
}
