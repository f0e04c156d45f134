/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the model list says of a special model: nearly what it says of any, so that the gateway knows what it costs. */
final class SpecialEntry {

    private static final int CONTEXT = 1_000_000;
    private static final int OUTPUT = 100_000;
    private static final int SINCE = 1764460800;

    private SpecialEntry() {}

    static ObjectNode of(SpecialModel model) {
        ObjectNode entry = Json.object()
                .put("id", model.id())
                .put("canonical_slug", model.id())
                .put("hugging_face_id", "")
                .put("name", "Sandbox: " + model.id().substring(SpecialModel.PREFIX.length()))
                .put("created", SINCE)
                .put("description", model.description())
                .put("context_length", CONTEXT);
        ObjectNode architecture = entry.putObject("architecture").put("modality", "text->text");
        architecture.putArray("input_modalities").add("text");
        architecture.putArray("output_modalities").add("text");
        architecture.put("tokenizer", "Other").putNull("instruct_type");
        if (model == SpecialModel.NO_PRICE) { // OpenRouter's own client takes no model without the fields
            entry.putObject("pricing").put("prompt", "").put("completion", "");
        } else {
            entry.set("pricing", model.prices().listed());
        }
        entry.putObject("top_provider")
                .put("context_length", CONTEXT)
                .put("max_completion_tokens", OUTPUT)
                .put("is_moderated", false);
        entry.putNull("per_request_limits");
        entry.putArray("supported_parameters").add("max_tokens").add("tools");
        entry.putObject("default_parameters");
        entry.putNull("supported_voices").putNull("knowledge_cutoff").putNull("expiration_date");
        entry.putObject("links").put("details", "/api/v1/models/" + model.id() + "/endpoints");
        return entry;
    }
}
