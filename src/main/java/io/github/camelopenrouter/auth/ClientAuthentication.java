/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Credentials;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * What a decision of the operator's makes of a request: with {@code openrouter.auth=keys} only a client that shows a key
 * or token which somebody knows comes in, as {@code Authorization: Bearer} or {@code x-api-key}; with {@code none} everybody
 * does.
 *
 * <p>Out: the {@link Principal}, and with it {@link OpenRouterConstants#CLIENT_LABEL} and {@link OpenRouterConstants#TEAM}.
 * Either way the client's credentials are gone from the message afterwards: no later step needs them. Error: 401, and 403
 * for a team that cannot be chosen.
 */
final class ClientAuthentication implements Processor {

    private final @Nullable Authenticator clients;

    /** @param clients knows those who may come in; null if everybody may */
    ClientAuthentication(@Nullable Authenticator clients) {
        this.clients = clients;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String shown = ShownKey.take(message);
        if (clients != null) {
            Principal known = principal(shown, message, clients);
            TeamChoice.of(known, message).putOn(exchange);
        }
        message.removeHeader(OpenRouterConstants.TEAM_HEADER);
    }

    private static Principal principal(@Nullable String shown, Message message, Authenticator clients) {
        if (shown == null) {
            throw OpenRouterException.unauthorized(
                    "No API key was given: send it as 'Authorization: Bearer <key>' or 'x-api-key: <key>'.");
        }
        Principal principal = clients.authenticate(new Credentials(shown, message));
        if (principal == null) {
            throw OpenRouterException.unknownKey();
        }
        return principal;
    }
}
