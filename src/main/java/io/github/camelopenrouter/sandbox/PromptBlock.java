/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's prompt as the row of blocks that caching and counting see: tools, system, then each part of each message.
 *
 * @param text the block's JSON without its marker, so that a marker that moves on does not change the prefix
 * @param marked whether {@code cache_control} stands on it
 */
record PromptBlock(String text, int tokens, boolean marked) {

    private static final List<String> KEYS = List.of("tools", "system", "instructions", "messages", "input", "prompt");
    private static final int OVERHEAD = 4;

    static List<PromptBlock> of(ObjectNode body) {
        List<PromptBlock> blocks = new ArrayList<>();
        KEYS.forEach(key -> collect(body.path(key), blocks));
        if (body.hasNonNull("cache_control") && !blocks.isEmpty()) {
            PromptBlock last = blocks.remove(blocks.size() - 1);
            blocks.add(new PromptBlock(last.text, last.tokens, true));
        }
        return blocks;
    }

    private static void collect(JsonNode node, List<PromptBlock> blocks) {
        if (node.isArray() && !node.isEmpty()) {
            node.forEach(element -> collect(element, blocks));
        } else if (node.path("content").isArray()) {
            node.path("content").forEach(part -> blocks.add(block(part)));
        } else if (!node.isMissingNode() && !node.isNull()) {
            blocks.add(block(node));
        }
    }

    private static PromptBlock block(JsonNode node) {
        boolean marked = node.hasNonNull("cache_control");
        JsonNode bare = marked ? ((ObjectNode) node).deepCopy().without("cache_control") : node;
        return new PromptBlock(bare.toString(), OVERHEAD + Tokens.of(bare), marked);
    }
}
