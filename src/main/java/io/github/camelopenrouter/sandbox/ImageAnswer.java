/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.stream.Stream;

/** {@code /images}: one grey pixel, as PNG. */
final class ImageAnswer {

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd8" + "1ytgAAAABJRU5ErkJggg==";
    private static final BigDecimal COST = new BigDecimal("0.04");
    private static final int TOKENS = 1056;

    private ImageAnswer() {}

    static Script to(ObjectNode asked, Till till) {
        int count = Math.max(1, asked.path("n").asInt(1));
        Script script = asked.path("stream").asBoolean() ? events(count) : whole(count);
        String id = till.sell(Ids.other("img"), asked, "images", cost(count));
        return script.with("X-Generation-Id", id).with("X-Provider-Name", Call.PROVIDER);
    }

    private static Script whole(int count) {
        ObjectNode body = Json.object().put("created", 0);
        ArrayNode data = body.putArray("data");
        for (int i = 0; i < count; i++) {
            data.addObject().put("b64_json", PIXEL).put("media_type", "image/png");
        }
        body.set("usage", usage(count));
        return Script.json(200, body);
    }

    private static Script events(int count) {
        ObjectNode partial = event("image_generation.partial_image").put("partial_image_index", 0);
        ObjectNode completed = event("image_generation.completed").put("media_type", "image/png");
        completed.set("usage", usage(count));
        return Script.of(
                200,
                Script.EVENTS,
                Stream.of(
                        SseEvent.named(partial).step(),
                        new Step.Pause(Pace.REAL.word()),
                        SseEvent.named(completed).step(),
                        Step.Ending.CLEAN));
    }

    private static ObjectNode event(String type) {
        return Json.object().put("type", type).put("b64_json", PIXEL);
    }

    private static ObjectNode usage(int count) {
        return Json.object()
                .put("prompt_tokens", 8)
                .put("completion_tokens", TOKENS * count)
                .put("total_tokens", 8 + TOKENS * count)
                .put("cost", cost(count));
    }

    private static BigDecimal cost(int count) {
        return COST.multiply(BigDecimal.valueOf(count));
    }
}
