/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.Arrival;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What of a request stands in the line of its call. Kept on the exchange, in front of whatever changes the body.
 *
 * @param actor who has sent it
 * @param hmac of its body; null where there is none
 */
record AuditedRequest(AuditEvent.Actor actor, @Nullable String hmac) {

    private static final String PROPERTY = "CamelOpenRouterAuditedRequest";

    /** Of what came in by a door, as it stood there first; a route of the host's may make another request of each call. */
    static AuditedRequest of(Exchange exchange, RequestHash hash) {
        Arrival arrival = Arrival.of(exchange);
        if (arrival == null) {
            return read(exchange, null, hash);
        }
        AuditedRequest known = exchange.getProperty(PROPERTY, AuditedRequest.class);
        if (known == null) {
            known = read(exchange, arrival.address(), hash);
            exchange.setProperty(PROPERTY, known);
        }
        return known;
    }

    private static AuditedRequest read(Exchange exchange, @Nullable String address, RequestHash hash) {
        return new AuditedRequest(
                AuditEvent.Actor.of(Principal.of(exchange), address),
                hash.of(exchange.getMessage().getBody()));
    }
}
