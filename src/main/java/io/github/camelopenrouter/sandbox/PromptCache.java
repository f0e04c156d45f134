/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers prompt prefixes that were marked with {@code cache_control}, as a provider's cache does: the first call
 * writes, the next with the same prefix reads. Unlike providers it takes prefixes of any length, so that the effect can
 * be seen with a short prompt. Used on the event loop only.
 */
final class PromptCache {

    private static final int KEPT = 1_000;

    private final Map<String, Boolean> prefixes = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KEPT;
        }
    };

    /** How many tokens of a prompt came from the cache and how many went into it. */
    record Use(int cached, int written) {}

    Use use(Model model, List<PromptBlock> blocks) {
        if (!model.prices().cacheable()) {
            return new Use(0, 0);
        }
        MessageDigest digest = Hash.begin();
        digest.update(model.id().getBytes(StandardCharsets.UTF_8));
        List<String> marked = new ArrayList<>();
        int tokens = 0;
        int cached = 0;
        int end = 0;
        for (PromptBlock block : blocks) {
            String prefix = extend(digest, block);
            tokens += block.tokens();
            cached = prefixes.get(prefix) != null ? tokens : cached;
            if (block.marked()) {
                end = tokens;
                marked.add(prefix);
            }
        }
        marked.forEach(prefix -> prefixes.put(prefix, true));
        return end == 0 ? new Use(0, 0) : new Use(Math.min(cached, end), Math.max(0, end - cached));
    }

    private static String extend(MessageDigest digest, PromptBlock block) {
        digest.update(block.text().getBytes(StandardCharsets.UTF_8));
        try {
            return Base64.getEncoder().encodeToString(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
