/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.api.AuditEvent.Actor;
import io.github.camelopenrouter.api.AuditEvent.Outcome;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.spi.AuditTrail;
import java.io.IOException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether one of the principal's roles may ask this; who may not is written down by name, where an audit is kept. */
final class AdminRoleCheck implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(AdminRoleCheck.class);

    private final String path;

    /** @param path of the door */
    AdminRoleCheck(String path) {
        this.path = path;
    }

    @Override
    public void process(Exchange exchange) {
        Principal principal = Principal.of(exchange);
        String method = exchange.getMessage().getHeader(Exchange.HTTP_METHOD, "", String.class);
        if (!AdminRoles.allow(principal.roles(), method, path)) {
            writeDown(exchange, principal, method + " " + path);
            throw new ForbiddenException("Your roles do not allow this.");
        }
    }

    private static void writeDown(Exchange exchange, Principal principal, String target) {
        Arrival arrival = Arrival.of(exchange);
        Actor actor = Actor.of(principal, arrival == null ? null : arrival.address());
        try {
            AuditTrail trail = AuditTrail.find(exchange.getContext()).orElse(null);
            if (trail != null) {
                trail.write(new AuditEvent(actor, "access", target, Map.of(), Map.of(), Outcome.REFUSED));
            }
        } catch (IOException e) {
            LOG.error("The audit does not say that {} was refused {}", principal.shown(), target);
        }
    }
}
