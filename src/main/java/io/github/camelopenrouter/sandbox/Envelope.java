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

/** What chat and legacy completions have in common: the keys around {@code choices}, and the usage chunk. */
final class Envelope {

    private final Call call;

    Envelope(Call call) {
        this.call = call;
    }

    ObjectNode of(String object) {
        return Json.object()
                .put("id", call.id())
                .put("object", object)
                .put("created", call.created())
                .put("model", call.model().id())
                .put("provider", Call.PROVIDER);
    }

    ObjectNode chunk(String object, ObjectNode choice) {
        ObjectNode chunk = of(object);
        chunk.putArray("choices").add(choice);
        return chunk;
    }

    /** The last chunk before {@code [DONE]}, in the shape that the model stands for. */
    ObjectNode usage(String object, ObjectNode emptyChoice, Reply reply) {
        UsageShape shape = call.model().special() == null
                ? UsageShape.C
                : call.model().special().usageShape();
        ObjectNode chunk = of(object);
        if (shape == UsageShape.C) {
            chunk.put("service_tier", "default");
            finish(emptyChoice, reply);
        }
        chunk.putArray("choices");
        if (shape != UsageShape.B) {
            chunk.withArray("choices").add(emptyChoice);
        }
        return chunk.set("usage", reply.usage().chat());
    }

    ObjectNode finish(ObjectNode choice, Reply reply) {
        return choice.put("finish_reason", reply.finish().openAi())
                .put(
                        "native_finish_reason",
                        reply.finish().nativeFor(call.model().vendor()));
    }

    /** A failed chunk or body: {@code choice} is what the failing choice looks like without its error. */
    ObjectNode failed(String object, ObjectNode choice, Failure form) {
        ApiError error = ApiError.PROVIDER_GONE;
        if (form == Failure.BARE) {
            return error.body(call.api());
        }
        ObjectNode body = of(object);
        if (form != Failure.IN_CHOICE) {
            body.set("error", error.detail());
        }
        body.putArray("choices");
        choice.put("finish_reason", "error");
        if (form == Failure.IN_CHOICE) {
            choice.putNull("native_finish_reason").set("error", error.detail());
        }
        return form == Failure.EMPTY_CHOICES
                ? body
                : body.set("choices", Json.array().add(choice));
    }
}
