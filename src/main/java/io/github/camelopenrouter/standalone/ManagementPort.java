/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.standalone.StandaloneGateway.Address;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;

/**
 * The second port of the standalone start, for operators and probes: {@code /observe/health/live},
 * {@code /observe/health/ready}, {@code /observe/health} and {@code /observe/info}, served by Camel.
 *
 * <p>Every {@link org.apache.camel.health.HealthCheck} in the context's registry is part of {@code /observe/health}. One
 * that tells the mood of others, a vendor's say, must be neither readiness nor liveness and never {@code DOWN}: the port
 * answers 200 for as long as the process serves.
 */
public final class ManagementPort {

    static final String PREFIX = "camel.management";

    /** What a file that does not mention the port leaves as it is. Routes do not count: a host's own may be stopped. */
    public static final Map<String, String> DEFAULTS = Map.of(
            PREFIX + ".enabled",
            "true",
            PREFIX + ".host",
            "{{env:CAMEL_MANAGEMENT_HOST:127.0.0.1}}",
            PREFIX + ".port",
            "{{env:CAMEL_MANAGEMENT_PORT:9876}}",
            PREFIX + ".healthCheckEnabled",
            "true",
            PREFIX + ".infoEnabled",
            "true",
            "camel.health.exposureLevel",
            "full",
            "camel.health.routesEnabled",
            "false",
            "camel.health.consumersEnabled",
            "false");

    private final Address address;

    private ManagementPort(Address address) {
        this.address = address;
    }

    /**
     * Checks the port before Camel takes it, which itself would only warn.
     *
     * @return empty where it is switched off
     * @throws SettingException if the port cannot be used
     */
    static Optional<ManagementPort> prepare(BaseMainSupport main, Address gateway) {
        CamelContext context = main.getCamelContext();
        if (!Boolean.parseBoolean(StandaloneGateway.property(context, PREFIX + ".enabled", "true"))) {
            return Optional.empty();
        }
        Address wanted = StandaloneGateway.addressOf(context, "http", PREFIX, "9876");
        if (wanted.port() != 0 && wanted.port() == gateway.port()) {
            throw new SettingException("camel.management.port and camel.server.port are both " + wanted.port()
                    + ", but the management port must be one of its own: change one of them.");
        }
        StandaloneGateway.requireFreePort(wanted, PREFIX);
        context.getRegistry().bind(GatewayReadiness.ID, new GatewayReadiness(context));
        return Optional.of(new ManagementPort(wanted.port() == 0 ? onFreePort(main, wanted.host()) : wanted));
    }

    /** Where it listens. */
    String address() {
        return address.toString();
    }

    /** Whether it really does. */
    boolean isListening(CamelContext context) {
        return StandaloneGateway.listeningPort(context, address.port()) > 0;
    }

    String cannotListen() {
        return StandaloneGateway.cannotListen(address, PREFIX, "the port is taken");
    }

    /** Camel takes two servers that are both on port 0 for one and the same, so it is told a number. */
    private static Address onFreePort(BaseMainSupport main, String host) {
        try (ServerSocket free = new ServerSocket(0)) {
            main.addOverrideProperty(PREFIX + ".port", String.valueOf(free.getLocalPort()));
            main.getCamelContext().getPropertiesComponent().setOverrideProperties(main.getOverrideProperties());
            return new Address("http", host, free.getLocalPort());
        } catch (IOException e) {
            throw new SettingException("There is no free port for the management port: " + e.getMessage() + ".");
        }
    }
}
