/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One state of the model list in Anthropic's shape, immutable: aliases in front, and only models that write text. */
final class AnthropicModels {

    private final List<AnthropicModel> models;

    private AnthropicModels(List<AnthropicModel> models) {
        this.models = models;
    }

    /**
     * @param described aliases as their targets are, by name
     * @param aliases the same as they are shown
     */
    static AnthropicModels of(
            Collection<ModelEntry> entries, Map<String, byte[]> described, Map<String, byte[]> aliases)
            throws IOException {
        List<AnthropicModel> models = new ArrayList<>();
        for (Map.Entry<String, byte[]> alias : aliases.entrySet()) {
            if (AnthropicModel.writesText(described.getOrDefault(alias.getKey(), alias.getValue()))) {
                models.add(AnthropicModel.read(alias.getKey(), alias.getValue()));
            }
        }
        for (ModelEntry entry : entries) {
            if (!aliases.containsKey(entry.id()) && AnthropicModel.writesText(entry.json())) {
                models.add(AnthropicModel.read(entry.id(), entry.json()));
            }
        }
        return new AnthropicModels(models);
    }

    /** The model of this id as JSON; null when it is not on the list. */
    byte @Nullable [] find(String id) {
        int index = indexOf(id);
        return index < 0 ? null : models.get(index).json();
    }

    /** A page as JSON; 400 where it is to begin or end at an id that is on no list. */
    byte[] page(PageQuery query) {
        int from = query.afterId() == null ? 0 : known(query.afterId(), "after_id") + 1;
        int to = query.beforeId() == null ? models.size() : known(query.beforeId(), "before_id");
        boolean more = to - from > query.limit();
        if (query.beforeId() != null) {
            from = Math.max(from, to - query.limit());
        }
        List<AnthropicModel> page = models.subList(from, Math.min(to, from + query.limit()));
        return new JsonObjectWriter()
                .array("data", page.stream().map(AnthropicModel::json).toList())
                .bytes("has_more", ascii(Boolean.toString(more)))
                .textOrNull("first_id", page.isEmpty() ? null : page.get(0).id())
                .textOrNull(
                        "last_id",
                        page.isEmpty() ? null : page.get(page.size() - 1).id())
                .toBytes();
    }

    private int known(String id, String param) {
        int index = indexOf(id);
        if (index < 0) {
            throw OpenRouterException.invalidRequest("'" + param + "' is no model on the list.", param);
        }
        return index;
    }

    private int indexOf(String id) {
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
