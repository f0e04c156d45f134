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
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a call has come to, kept small: there may be a hundred thousand of them.
 *
 * @param usage what it was billed; its cost is the call's
 * @param finish why the answer ended; null where it did not reach its end
 * @param endedAt milliseconds since 1970
 */
record Generation(
        Order order, State state, Usage usage, @Nullable Finish finish, long endedAt) {

    /** How a call ended, and with that what it costs. */
    enum State {
        COMPLETE("whole: in full"),
        CACHED("OpenRouter's own cache had the answer: nothing"),
        CANCELLED("a stream whose client left, of a vendor that stops then: what was sent up to then"),
        RAN_ON("a stream whose client left, of a vendor that does not stop: in full"),
        GONE("a plain call whose client left, and the model went on: in full"),
        TRUNCATED("broke off: what was sent up to then, a plain answer in full"),
        FAILED("ended with an error: nothing, but of the models called billed-… in full");

        private final String meaning;

        State(String meaning) {
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What {@code GET /v1/generation} tells of it. */
    ObjectNode described() {
        ObjectNode data = Json.object();
        data.put("id", order.id()).put("model", order.model()).put("provider_name", Call.PROVIDER);
        data.put("api_type", order.type());
        data.put("created_at", Instant.ofEpochSecond(order.created()).toString());
        data.put("streamed", order.streamed());
        data.put("cancelled", state == State.CANCELLED || state == State.RAN_ON);
        data.put("finish_reason", finish == null ? null : finish.openAi());
        data.put("native_finish_reason", finish == null ? null : finish.nativeFor(Model.vendorOf(order.model())));
        data.put("tokens_prompt", usage.prompt()).put("tokens_completion", usage.completion());
        data.put("native_tokens_prompt", usage.prompt()).put("native_tokens_completion", usage.completion());
        data.put("native_tokens_reasoning", usage.reasoning()).put("native_tokens_cached", usage.cached());
        data.put("total_cost", usage.cost()).put("usage", usage.cost());
        data.put("upstream_inference_cost", usage.vendorCost()).put("is_byok", usage.byok());
        return data.put("latency", Pace.REAL.first()).putNull("provider_responses");
    }

    BilledCall billed() {
        return new BilledCall(order.id(), order.model(), usage.cost(), order.key(), state.word());
    }
}
