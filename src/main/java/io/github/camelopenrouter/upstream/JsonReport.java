/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static io.github.camelopenrouter.error.SmallJson.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.error.OpenRouterException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** A step that answers an operator's question with a JSON object, as it is at this moment. */
public abstract class JsonReport implements Processor {

    private final Clock clock;

    /** @param clock what moments are told by */
    protected JsonReport(Clock clock) {
        this.clock = clock;
    }

    /** Fills the object. */
    protected abstract void tell(ObjectNode report);

    /** Until when something lasts, and for how many whole seconds; both null for what does not. */
    protected final void putRemaining(ObjectNode row, Duration remaining) {
        if (remaining.isZero()) {
            row.putNull("until").putNull("seconds");
        } else {
            row.put(
                    "until",
                    clock.instant()
                            .plus(remaining)
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString());
            row.put("seconds", Durations.retryAfterSeconds(remaining));
        }
    }

    /** Who believes in a filter must not take everything for what it leaves. */
    private static void requireNoQuery(Exchange exchange) {
        String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, "", String.class);
        if (!query.isEmpty()) {
            String name = query.replaceFirst("[=&].*", "");
            throw OpenRouterException.invalidRequest("There are no parameters here.", name);
        }
    }

    @Override
    public final void process(Exchange exchange) throws JsonProcessingException {
        requireNoQuery(exchange);
        ObjectNode report = JSON.createObjectNode();
        tell(report);
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Cache-Control", "no-store");
        message.setBody(JSON.writeValueAsBytes(report));
    }
}
