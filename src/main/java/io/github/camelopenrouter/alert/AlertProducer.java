/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.camelopenrouter.api.AlertFinding;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a route has found: a {@code Map}, or JSON, with {@code subject}, {@code text} and where it has them {@code value}
 * and {@code threshold}. It is wrong for as long as it is found again within {@code openrouter.alerts.settle}.
 */
final class AlertProducer extends DefaultProducer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AlertEndpoint endpoint;

    AlertProducer(AlertEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        JsonNode body = exchange.getMessage().getBody() instanceof Map<?, ?> map
                ? JSON.valueToTree(map)
                : read(exchange.getMessage().getBody(byte[].class));
        String subject = text(body, "subject");
        String sentence = text(body, "text");
        if (subject == null || subject.isBlank() || sentence == null) {
            throw new IllegalArgumentException("What is sent to " + AlertComponent.SCHEME + ":" + endpoint.name()
                    + " must be an object with subject and text.");
        }
        endpoint.alerts()
                .report(
                        endpoint.name(),
                        Wording.clean(
                                new AlertFinding(subject, text(body, "value"), text(body, "threshold"), sentence)));
    }

    private static JsonNode read(byte @Nullable [] body) throws IOException {
        return body == null ? MissingNode.getInstance() : JSON.readTree(body);
    }

    private static @Nullable String text(JsonNode body, String name) {
        return body.hasNonNull(name) ? body.path(name).asText() : null;
    }
}
