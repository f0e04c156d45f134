/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * An error that one of our routes has turned into an answer is an answer like any other: the route that called goes on
 * with it. Camel alone would end the caller's route as well, because an error was handled somewhere below it.
 */
final class ContinueAfterHandledError extends RoutePolicySupport {

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        if (exchange.getException() == null) {
            ExchangeExtension exchanges = exchange.getExchangeExtension();
            exchanges.setErrorHandlerHandled(null);
            exchanges.setFailureHandled(false); // the next one of this exchange is handled as well
            exchanges.setRedeliveryExhausted(false);
        }
    }
}
