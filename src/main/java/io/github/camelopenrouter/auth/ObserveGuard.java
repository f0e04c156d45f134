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
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Who may read the metrics: on a loopback address everybody on this machine, elsewhere who shows one of the tokens as {@code
 * Authorization: Bearer}. Client keys and {@code openrouter.auth} have no say in it. Error: 401.
 */
final class ObserveGuard implements Processor {

    /** What it stands in front of. */
    static final String PATH = "/observe/metrics";

    private final DoorAddress address = new DoorAddress();
    private final List<AdminToken> tokens;

    private ObserveGuard(List<AdminToken> tokens) {
        this.tokens = tokens;
    }

    static ObserveGuard of(Settings settings) {
        return new ObserveGuard(
                ObserveSettings.tokens(settings).stream().map(AdminToken::new).toList());
    }

    @Override
    public void process(Exchange exchange) {
        String shown = ShownKey.takeBearer(exchange.getMessage());
        if (!address.isLoopback(exchange)
                && (shown == null || tokens.stream().noneMatch(token -> token.isTheToken(shown)))) {
            throw OpenRouterException.unauthorized(
                    tokens.isEmpty()
                            ? "Nobody has decided yet who may read the metrics of this gateway: its operator has to set"
                                    + " openrouter.observe.token-file."
                            : "Here a token is needed: send it as 'Authorization: Bearer <token>'.");
        }
    }
}
