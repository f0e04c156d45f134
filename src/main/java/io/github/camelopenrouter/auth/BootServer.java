/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.SpringEnvironment;
import jakarta.servlet.ServletRequest;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Where Spring Boot's own server is bound, asked of Spring's environment and not of Camel's properties: where variables,
 * arguments and files contradict each other, Camel and Boot do not read the same.
 *
 * <p>{@code server.address} says nothing in a servlet container of somebody else's, where {@code local.server.port} is
 * missing, nor about a second connector, which has another port or address.
 */
final class BootServer {

    /** Where Camel's binding for Boot leaves the request; a client's header of this name is not let in. */
    private static final String SERVLET_REQUEST = "CamelHttpServletRequest";

    private BootServer() {}

    /** @return whether a request came to the one bound address, null where that is not known to be on loopback */
    static @Nullable Predicate<Exchange> onLoopback(CamelContext context) {
        String port = SpringEnvironment.property(context, "local.server.port");
        boolean loopback = Loopback.isLoopback(SpringEnvironment.property(context, "server.address"));
        return loopback && port != null ? exchange -> hasComeTo(port, exchange) : null;
    }

    private static boolean hasComeTo(String port, Exchange exchange) {
        return exchange.getMessage().getHeader(SERVLET_REQUEST) instanceof ServletRequest request
                && port.equals(String.valueOf(request.getLocalPort()))
                && Loopback.isLoopback(request.getLocalAddr());
    }
}
