/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** The Kamelet {@code openrouter-models-action}: its documentation stands in its file in {@code kamelets/}. */
public final class ModelsAction extends OpenRouterAction {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, Object>>> MAPS = new TypeReference<>() {};

    /** What stays in the message body. */
    private enum Output {
        MAPS,
        IDS,
        JSON
    }

    private @Nullable String model;
    private Output output = Output.MAPS;

    public ModelsAction() {
        super(Operation.MODELS);
    }

    @Override
    void configure(TemplateParameters given) {
        super.configure(given);
        model = given.value("model");
        output = given.word("output", Output.class, Output.MAPS);
    }

    @Override
    void prepare(Exchange caller, Exchange call) {
        call.getMessage().setHeader(OpenRouterConstants.MODEL_ID_HEADER, model);
    }

    @Override
    void receive(Answer answer, Exchange call, Exchange caller) {
        String text = answer.text();
        ResultHeaders.body(caller.getMessage(), output == Output.JSON ? answer.contentType() : null);
        caller.getMessage().setBody(output == Output.JSON ? text : read(Json.readLeniently(text)));
    }

    private Object read(JsonNode json) {
        if (output == Output.IDS) {
            List<String> ids = new ArrayList<>();
            (model == null ? json.path("data") : List.of(json))
                    .forEach(entry -> ids.add(entry.path("id").asText()));
            return ids;
        }
        return model == null ? Json.MAPPER.convertValue(json.path("data"), MAPS) : Json.MAPPER.convertValue(json, MAP);
    }
}
