/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.OpenRouterConstants;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Asks OpenRouter about each key that the gateways have, by the route {@code openrouter-generation}. Of a key that it does not
 * answer for, what it said before holds.
 */
final class KeyQuestions {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final CamelContext context;
    private final Collection<WatchedGateway> gateways;
    private Map<String, KeyFacts> known = Map.of();
    private @Nullable ProducerTemplate template;

    KeyQuestions(CamelContext context, Collection<WatchedGateway> gateways) {
        this.context = context;
        this.gateways = gateways;
    }

    /**
     * One at a time.
     *
     * @throws IOException if OpenRouter answers for none of them, and never has
     */
    List<KeyFacts> ask() throws IOException {
        Map<String, KeyFacts> found = new LinkedHashMap<>();
        int keys = 0;
        for (WatchedGateway gateway : gateways) {
            for (String label : gateway.keys().fingerprints().keySet()) {
                keys++;
                String subject = gateway.subject(label);
                KeyFacts facts = ask(gateway, label, subject);
                KeyFacts told = facts == null ? known.get(subject) : facts;
                if (told != null) {
                    found.put(subject, told);
                }
            }
        }
        if (keys > 0 && found.isEmpty()) {
            throw new IOException("OpenRouter has said nothing of its keys");
        }
        known = found;
        return new ArrayList<>(found.values());
    }

    private @Nullable KeyFacts ask(WatchedGateway gateway, String label, String subject) {
        String route = gateway.prefix() + "generation";
        if (context.getRoute(route) == null) { // without a consumer the question would wait for one
            return null;
        }
        Exchange answer = template().request("direct:" + route, question -> {
            question.setProperty("CamelOpenRouterWhichKey", 0);
            question.setProperty(OpenRouterConstants.KEY_LABEL, label);
        });
        if (answer.getException() != null
                || answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class) != OK) {
            return null;
        }
        byte[] body = answer.getMessage().getBody(byte[].class);
        return body == null ? null : read(subject, body);
    }

    /** Null where this is no answer of OpenRouter's. */
    static @Nullable KeyFacts read(String subject, byte[] body) {
        try {
            JsonNode data = JSON.readTree(body).path("data");
            return data.isObject() ? read(subject, data) : null;
        } catch (IOException | DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static KeyFacts read(String subject, JsonNode data) {
        return new KeyFacts(
                subject, amount(data, "limit"), amount(data, "limit_remaining"), instant(data.path("expires_at")));
    }

    private static @Nullable BigDecimal amount(JsonNode data, String name) {
        return data.path(name).isNumber() ? new BigDecimal(data.path(name).asText()) : null;
    }

    private static @Nullable Instant instant(JsonNode time) {
        return time.isTextual() ? OffsetDateTime.parse(time.asText()).toInstant() : null;
    }

    private ProducerTemplate template() {
        ProducerTemplate asking = template;
        if (asking == null) {
            asking = context.createProducerTemplate();
            template = asking;
        }
        return asking;
    }
}
