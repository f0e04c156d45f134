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
import io.vertx.core.MultiMap;

/**
 * A request that passed all checks.
 *
 * @param raw the body as it came, for {@code sandbox/echo}
 * @param id the generation's id, also sent as {@code X-Generation-Id}
 * @param key the label of the key that pays
 * @param headers of the request, as they came
 */
record Call(Api api, ObjectNode body, String raw, Model model, String id, long created, String key, MultiMap headers) {

    /** Who serves everything here; the real one names the vendor's host. */
    static final String PROVIDER = "Sandbox";

    Order order() {
        String type = api == Api.EMBEDDINGS ? "embeddings" : "completions";
        return new Order(id, model.id(), type, stream(), key, created);
    }

    boolean stream() {
        return api.streams() && body.path("stream").asBoolean();
    }
}
