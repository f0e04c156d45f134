/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.error.ErrorAnswer;
import io.github.camelopenrouter.stream.ClientLink;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;

/**
 * {@code openrouter-errors} stands around doors and operations: whatever goes wrong becomes an answer in the error
 * envelope. Routes refer to it by id, and Camel passes over an id that it does not know yet, so it has to be there before
 * the first door is read: in a host the doors may come before the operations.
 */
final class DoorErrors extends RouteConfigurationBuilder {

    private final String prefix;

    DoorErrors(String prefix) {
        this.prefix = prefix;
    }

    /** Adds it, unless it is there already. */
    static void addTo(CamelContext context, String prefix) throws Exception {
        if (context.getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteConfigurationDefinition(prefix + "errors")
                == null) {
            context.addRoutesConfigurations(new DoorErrors(prefix));
        }
    }

    // @formatter:off
    @Override
    public void configuration() {
        routeConfiguration(prefix + "errors")
                .onException(Exception.class).onWhen(DoorErrors::isClientGone).id(prefix + "on-client-gone")
                    .handled(true).logExhausted(false)
                .end()
                .onException(Exception.class).id(prefix + "on-any-exception")
                    .handled(true).logExhausted(false)
                    .process(new ErrorAnswer()).id(prefix + "error-answer");
    }
    // @formatter:on

    static boolean isClientGone(Exchange exchange) {
        return ClientLink.of(exchange).isGone();
    }
}
