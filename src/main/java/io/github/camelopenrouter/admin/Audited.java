/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.api.AuditEvent.Outcome;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.AuditTrail;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator does, written down before it happens. */
public final class Audited {

    private static final Logger LOG = LoggerFactory.getLogger(Audited.class);

    private Audited() {}

    /**
     * Writes down what is about to be done by order of this request.
     *
     * @throws OpenRouterException 503 if the line cannot be written: then it must not be done
     */
    public static void begin(Exchange exchange, String action, @Nullable String target, Map<String, ?> after) {
        begin(exchange, action, target, Map.of(), after);
    }

    /** The same of something that was otherwise before. */
    public static void begin(
            Exchange exchange, String action, @Nullable String target, Map<String, ?> before, Map<String, ?> after) {
        write(exchange, new AuditEvent(actor(exchange), action, target, before, after, Outcome.DONE));
    }

    /** Writes down that somebody has wanted to, and may not. */
    public static void refused(Exchange exchange, String action, @Nullable String target) {
        AuditEvent event = new AuditEvent(actor(exchange), action, target, Map.of(), Map.of(), Outcome.REFUSED);
        try {
            write(exchange, event);
        } catch (OpenRouterException e) {
            LOG.error("The audit does not say that {} of {} was refused", action, target);
        }
    }

    /** Writes down that a part of it could not be done; what has been done is answered as it is, also if the disk is full now. */
    public static void failed(Exchange exchange, String action, @Nullable String target, String why) {
        AuditEvent event =
                new AuditEvent(actor(exchange), action, target, Map.of(), Map.of("problem", why), Outcome.FAILED);
        try {
            write(exchange, event);
        } catch (OpenRouterException e) {
            LOG.error("The audit does not say that {} of {} has failed: {}", action, target, why);
        }
    }

    private static void write(Exchange exchange, AuditEvent event) {
        Optional<AuditTrail> trail = AuditTrail.find(exchange.getContext());
        try {
            if (trail.isPresent()) {
                trail.get().write(event);
            }
        } catch (IOException e) {
            throw OpenRouterException.overloaded(
                    "Nothing is done, for it cannot be written into the audit: free the disk of openrouter.data-dir,"
                            + " or start with openrouter.audit=off.",
                    "audit_unavailable",
                    60);
        }
    }

    private static AuditEvent.Actor actor(Exchange exchange) {
        Arrival arrival = Arrival.of(exchange);
        return AuditEvent.Actor.of(Principal.of(exchange), arrival == null ? null : arrival.address());
    }
}
