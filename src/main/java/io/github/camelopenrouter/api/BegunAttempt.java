/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that goes up now, and may be billed from here on whatever becomes of this process. Null for what nobody knows.
 * Never a prompt or a key.
 *
 * @param id of its call, as the {@link CallRecord} will have it
 * @param parent as in the call's record
 * @param requestId the {@code x-request-id} of the call
 * @param time when the call arrived
 * @param gateway the name of the gateway that makes it, empty for the unnamed one
 * @param door as in the call's record
 * @param operation its id, as in the call's record
 * @param attempt its number in its call, from 1
 * @param asked the model as the client named it
 * @param model as it goes up
 * @param upstreamKey the label of its key
 * @param estimate what it may cost or so, in US dollars, where the prices are known
 * @param generationId OpenRouter's id of what it may bill, null until the head of the answer has told it
 */
public record BegunAttempt(
        String id,
        @Nullable String parent,
        @Nullable String requestId,
        Instant time,
        String gateway,
        String door,
        @Nullable String operation,
        boolean stream,
        CallRecord.Client client,
        Map<String, String> tags,
        int attempt,
        @Nullable String asked,
        @Nullable String model,
        @Nullable String upstreamKey,
        @Nullable BigDecimal estimate,
        @Nullable String generationId) {

    /** The same, of which OpenRouter has told what it generates. */
    public BegunAttempt generating(String generation) {
        return with(estimate, generation);
    }

    /** The same, which may cost so much by now. */
    public BegunAttempt estimated(BigDecimal usd) {
        return with(usd, generationId);
    }

    private BegunAttempt with(@Nullable BigDecimal usd, @Nullable String generation) {
        return new BegunAttempt(
                id,
                parent,
                requestId,
                time,
                gateway,
                door,
                operation,
                stream,
                client,
                tags,
                attempt,
                asked,
                model,
                upstreamKey,
                usd,
                generation);
    }
}
