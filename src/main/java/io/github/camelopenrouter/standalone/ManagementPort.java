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
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second port of the standalone start, for operators and probes: {@code /observe/health/live},
 * {@code /observe/health/ready}, {@code /observe/health} and {@code /observe/info}, served by Camel, and beside them our own
 * routes, see {@link ManagementDoors}.
 *
 * <p>Every {@link org.apache.camel.health.HealthCheck} in the context's registry is part of {@code /observe/health}. One
 * that tells of others, such as how vendors fare, must be neither readiness nor liveness and never {@code DOWN}: the port
 * answers 200 for as long as the process serves.
 */
final class ManagementPort {

    private static final String PREFIX = "camel.management";

    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::", "[::]");

    private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);

    private static final int ATTEMPTS = 100;
    private static final int LOWEST_FREE = 20_000;

    /** Of Linux; of the others it is higher. */
    private static final int LOWEST_OF_CLIENTS = 32_768;

    private final ListenAddress address;
    private final String healthPath;

    private ManagementPort(ListenAddress address, String healthPath) {
        this.address = address;
        this.healthPath = healthPath;
    }

    /**
     * Checks the port before Camel takes it, which itself would only warn.
     *
     * @return empty where it is switched off
     * @throws SettingException if the port cannot be used
     */
    static Optional<ManagementPort> prepare(BaseMainSupport main, ListenAddress gateway) {
        CamelContext context = main.getCamelContext();
        if (!Boolean.parseBoolean(ListenAddress.property(context, PREFIX + ".enabled", "true"))) {
            return Optional.empty();
        }
        ListenAddress wanted = ListenAddress.read(context, PREFIX, "http", StandaloneDefaults.MANAGEMENT_PORT);
        if (wanted.port() != 0 && wanted.port() == gateway.port()) {
            throw new SettingException("camel.management.port and camel.server.port are both " + wanted.port()
                    + ", but the management port must be one of its own: change one of them.");
        }
        wanted.requireFree();
        context.getRegistry().bind(GatewayReadiness.ID, new GatewayReadiness(context));
        return Optional.of(
                new ManagementPort(wanted.port() == 0 ? onFreePort(main, wanted) : wanted, healthPath(context)));
    }

    /**
     * Where programs on the same machine find that of a gateway with these properties.
     *
     * @throws SettingException if there is none, or nobody can know its port
     */
    static String addressForClients(CamelContext context) {
        if (!Boolean.parseBoolean(ListenAddress.property(context, PREFIX + ".enabled", "true"))) {
            throw new SettingException("The management port is off (camel.management.enabled=false).");
        }
        ListenAddress address = ListenAddress.read(context, PREFIX, "http", StandaloneDefaults.MANAGEMENT_PORT);
        if (address.port() == 0) {
            throw new SettingException(
                    "camel.management.port is 0, which is any free port: name the one that the log tells with --url.");
        }
        return (ALL_ADDRESSES.contains(address.host())
                        ? new ListenAddress(PREFIX, "http", StandaloneDefaults.HOST, address.port())
                        : address)
                .toString();
    }

    /** Where it listens. */
    ListenAddress address() {
        return address;
    }

    /** Where it tells health; at its root, where it does not. */
    String healthAddress() {
        return address + healthPath;
    }

    private static String healthPath(CamelContext context) {
        boolean told = CamelSettings.find(context, PREFIX + ".healthCheckEnabled")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        return told ? CamelSettings.find(context, PREFIX + ".healthPath").orElse("/observe/health") : "/";
    }

    /** Whether it really does. */
    boolean isListening(CamelContext context) {
        return address.listeningPort(context) > 0;
    }

    String cannotListen() {
        return address.cannotListen("the port is taken");
    }

    /**
     * Camel takes two servers that are both on port 0 for one and the same, so it is told a number: one below those that
     * systems give to connections of clients, for until the server listens, a moment from here, any of these may take it.
     */
    private static ListenAddress onFreePort(BaseMainSupport main, ListenAddress wanted) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, LOWEST_OF_CLIENTS);
            try (ServerSocket free = new ServerSocket(port)) {
                main.addOverrideProperty(PREFIX + ".port", String.valueOf(free.getLocalPort()));
                main.getCamelContext().getPropertiesComponent().setOverrideProperties(main.getOverrideProperties());
                return wanted.withPort(free.getLocalPort());
            } catch (IOException taken) {
                LOG.debug("Port {} is not free for the management port: {}", port, taken.getMessage());
            }
        }
        throw new SettingException("There is no free port for the management port between " + LOWEST_FREE + " and "
                + LOWEST_OF_CLIENTS + ": set camel.management.port to one.");
    }
}
