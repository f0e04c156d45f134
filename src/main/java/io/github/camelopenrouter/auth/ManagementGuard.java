/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.call.Arrival;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.spi.AuditTrail;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * Who comes in by the doors of the management port: by the admin's paths only whom {@link AdminAccess} knows and whose roles
 * {@link AdminRoles} names, wherever the port is bound; by {@code /observe/metrics} whoever {@link ObserveGuard} lets in; by others whom the gateway's own doors would let in. No route has to name it.
 */
public final class ManagementGuard {

    private final String doorGuard;
    private final Processor admin;
    private final Processor observer;

    private ManagementGuard(String doorGuard, Processor admin, Processor observer) {
        this.doorGuard = doorGuard;
        this.admin = admin;
        this.observer = observer;
    }

    /**
     * The guard that the settings of the gateway ask for.
     *
     * @param startToken for requests of this machine, where the operator has no token of his own
     * @param failures counts whom it refuses, with those of the gateway's own doors
     */
    public static ManagementGuard of(Settings settings, Optional<TokenFile> startToken, AuthFailures failures) {
        String prefix = settings.instance().routePrefix();
        Processor decision = AdminAccess.of(settings, startToken, prefix + "clients");
        return new ManagementGuard(
                prefix + "guard",
                telling(DoorGuard.of(settings, Set.of(), List::of, failures).letting(decision)),
                failures.counting(ObserveGuard.of(settings, startToken)));
    }

    /** Who is not let in is written down, where an audit is kept. */
    private static Processor telling(Processor decision) {
        return exchange -> {
            try {
                decision.process(exchange);
            } catch (OpenRouterException e) {
                AuditTrail.find(exchange.getContext())
                        .ifPresent(trail -> trail.refused(door(exchange), address(exchange)));
                throw e;
            }
        };
    }

    private static String door(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof PlatformHttpEndpoint door ? door.getPath() : "direct";
    }

    private static @Nullable String address(Exchange exchange) {
        Arrival arrival = Arrival.of(exchange);
        return arrival == null ? null : arrival.address();
    }

    /** What a request to this door has to pass. */
    public Processor of(PlatformHttpEndpoint door) {
        if (door.getPath().equals(ObserveGuard.PATH)) {
            return observer;
        }
        return AdminPaths.mayBeTakenBy(door.getPath(), door.isMatchOnUriPrefix())
                ? ofAdmin(door.getPath())
                : ofGateway(door);
    }

    private Processor ofAdmin(String path) {
        AdminRoleCheck roles = new AdminRoleCheck(path);
        return exchange -> {
            admin.process(exchange);
            roles.process(exchange);
        };
    }

    /** The bean that the gateway's own doors name. */
    private Processor ofGateway(PlatformHttpEndpoint door) {
        Processor guard = CamelContextHelper.mandatoryLookup(door.getCamelContext(), doorGuard, Processor.class);
        return exchange -> {
            WebPageCheck.noteHostIsChecked(exchange);
            guard.process(exchange);
        };
    }
}
