/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Credentials;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * Who is known to the admin's paths: whoever shows the operator's token, or on this machine the start's, or else a client of
 * the gateway's. What they may do is asked afterwards.
 *
 * <p>Out: the {@link Principal}. Errors: 401 for whom nobody knows, 403 for who calls from elsewhere.
 */
final class AdminAccess implements Processor {

    private static final String NEEDED = "Here the admin token is needed: send it as 'Authorization: Bearer <token>'.";
    private static final String UNDECIDED =
            "Nobody has decided yet who may administer this gateway: its operator has to set openrouter.admin.token-file.";

    private final Optional<AdminToken> token;
    private final Processor from;
    private final String clients;

    /**
     * @param from where the token's holder may call from
     * @param clients the name of the bean that knows the gateway's clients; there as soon as the gateway is
     */
    private AdminAccess(Optional<AdminToken> token, Processor from, String clients) {
        this.token = token;
        this.from = from;
        this.clients = clients;
    }

    /** @param startToken where the operator has no token of his own */
    static AdminAccess of(Settings settings, Optional<TokenFile> startToken, String clients) {
        AdminSettings admin = AdminSettings.of(settings);
        return admin.token()
                .map(file -> new AdminAccess(Optional.of(new AdminToken(file)), anywhere -> {}, clients))
                .orElseGet(() ->
                        new AdminAccess(startToken.map(AdminToken::new), new SameMachine(admin.hosts()), clients));
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        String shown = ShownKey.takeBearer(exchange.getMessage());
        if (shown == null) {
            throw refusal();
        }
        if (token.filter(own -> own.isTheToken(shown)).isPresent()) {
            Principal.ADMIN_TOKEN.putOn(exchange);
            from.process(exchange);
        } else {
            client(exchange, new Credentials(shown, exchange.getMessage())).putOn(exchange);
        }
    }

    private Principal client(Exchange exchange, Credentials shown) {
        Authenticator gateway = CamelContextHelper.lookup(exchange.getContext(), clients, Authenticator.class);
        @Nullable Principal client = gateway == null ? null : gateway.authenticate(shown);
        if (client == null || client.roles().isEmpty()) {
            throw refusal();
        }
        return client;
    }

    private OpenRouterException refusal() {
        return OpenRouterException.unauthorized(token.isPresent() ? NEEDED : UNDECIDED);
    }
}
