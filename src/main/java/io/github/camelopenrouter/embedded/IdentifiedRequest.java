/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.call.RequestIds;
import io.github.camelopenrouter.response.StreamOwner;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Gives the requests of a door that stands on the host's own engine their {@code x-request-id}, and the answers too. When
 * the engine has written the answer, which it has when it ends the exchange, nobody reads on in one that is still open.
 */
final class IdentifiedRequest implements Processor {

    private final Processor route;

    IdentifiedRequest(Processor route) {
        this.route = route;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        exchange.getMessage().removeHeader(Exchange.SKIP_WWW_FORM_URLENCODED); // has done its work, see DoorHeaders
        String id = RequestIds.choose(exchange.getMessage().getHeader(RequestIds.HEADER, String.class));
        exchange.setProperty(OpenRouterConstants.REQUEST_ID, id);
        exchange.setProperty(Arrival.PROPERTY, arrival(exchange));
        exchange.setProperty(OpenRouterConstants.ENTRY, exchange.getMessage().getHeader(Exchange.HTTP_PATH));
        exchange.getExchangeExtension().addOnCompletion(new Written());
        boolean anthropics = isAnthropics(exchange);
        route.process(exchange);
        exchange.getMessage().setHeader(RequestIds.HEADER, id);
        if (anthropics) {
            exchange.getMessage().setHeader(RequestIds.ANTHROPIC_HEADER, id);
        }
    }

    private static boolean isAnthropics(Exchange exchange) {
        return Api.ofDoor(exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class)) == Api.ANTHROPIC;
    }

    /** The engine has read the body, or will when the route asks for it; its length is the client's word. */
    private static Arrival arrival(Exchange exchange) {
        Arrival arrival = new Arrival();
        Long length = exchange.getMessage().getHeader("Content-Length", Long.class);
        if (length != null) {
            arrival.whole(length);
        }
        return arrival;
    }

    private static final class Written extends SynchronizationAdapter {

        /** Not a queue's to carry on: it is about this exchange. */
        @Override
        public boolean allowHandover() {
            return false;
        }

        @Override
        public void onDone(Exchange exchange) {
            StreamOwner.received(exchange);
        }
    }
}
