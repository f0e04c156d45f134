/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Who may read the metrics: on a loopback address everybody on this machine, elsewhere who shows one of the tokens as {@code
 * Authorization: Bearer}, that of the start on this machine alone (else 403). Client keys and {@code openrouter.auth} have no say in it. Error: 401.
 */
final class ObserveGuard implements Processor {

    /** What it stands in front of. */
    static final String PATH = "/observe/metrics";

    private final DoorAddress address = new DoorAddress();
    private final List<AdminToken> tokens;

    private final Optional<AdminToken> startToken;
    private final SameMachine machine;

    private ObserveGuard(List<AdminToken> tokens, Optional<AdminToken> startToken, SameMachine machine) {
        this.tokens = tokens;
        this.startToken = startToken;
        this.machine = machine;
    }

    /** @param startToken where the operator has no token of his own */
    static ObserveGuard of(Settings settings, Optional<TokenFile> startToken) {
        return new ObserveGuard(
                ObserveSettings.tokens(settings).stream().map(AdminToken::new).toList(),
                startToken.map(AdminToken::new),
                new SameMachine(AdminSettings.of(settings).hosts()));
    }

    @Override
    public void process(Exchange exchange) {
        String shown = ShownKey.takeBearer(exchange.getMessage());
        if (address.isLoopback(exchange)) {
            return;
        }
        if (shown == null || tokens.stream().noneMatch(token -> token.isTheToken(shown))) {
            requireStartToken(exchange, shown);
        }
    }

    private void requireStartToken(Exchange exchange, @Nullable String shown) {
        if (shown != null && startToken.filter(token -> token.isTheToken(shown)).isPresent()) {
            machine.process(exchange);
        } else {
            throw OpenRouterException.unauthorized(
                    tokens.isEmpty()
                            ? "Nobody has decided yet who may read the metrics of this gateway: its operator has to set"
                                    + " openrouter.observe.token-file."
                            : "Here a token is needed: send it as 'Authorization: Bearer <token>'.");
        }
    }
}
