/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.body.RequestBody;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which session a request belongs to, so that its calls go where its prompts are cached. Stands in front of
 * {@link ParameterFilter}, which may remove one of the names. Only hashes are kept: the text may name a person.
 *
 * <p>Out: properties {@link OpenRouterConstants#SESSION} and {@link OpenRouterConstants#END_USER}, absent where the request
 * names none.
 */
final class SessionKey implements Processor {

    /** In the order of what they mean, the narrowest first; {@code metadata.user_id} is Anthropic's {@code user}. */
    private static final List<JsonPointer> PARAMETERS = Stream.of("/user", "/metadata/user_id", "/prompt_cache_key")
            .map(JsonPointer::compile)
            .toList();

    /** Of a request that has no JSON: only its header can name a session. */
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = exchange.getMessage().getBody() instanceof RequestBody request ? request.tree() : NOTHING;
        String session = session(body, exchange.getMessage().getHeader("x-session-id", String.class));
        if (session != null) {
            exchange.setProperty(OpenRouterConstants.SESSION, Balancer.sessionOf(ofTenant(exchange, session)));
        } else {
            exchange.removeProperty(OpenRouterConstants.SESSION); // of an earlier call of a host's exchange
        }
        String endUser = EndUser.in(body);
        if (endUser != null) {
            exchange.setProperty(OpenRouterConstants.END_USER, endUser);
        }
    }

    /** Two tenants' sessions of one name are two. */
    private static String ofTenant(Exchange exchange, String session) {
        String tenant = Principal.of(exchange).tenant();
        return tenant == null ? session : tenant + '\n' + session;
    }

    private static @Nullable String session(ObjectNode body, @Nullable String header) {
        String own = name(body.path("session_id"));
        if (own != null) {
            return own;
        }
        if (header != null && !header.isBlank()) {
            return header;
        }
        for (JsonPointer parameter : PARAMETERS) {
            String name = name(body.at(parameter));
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String name(JsonNode value) {
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }
}
