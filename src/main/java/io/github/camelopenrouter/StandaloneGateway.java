/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import io.github.camelopenrouter.config.OpenRouterSettings;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.TlsIdentity;
import io.github.camelopenrouter.config.UnknownSettings;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.server.GuardedVertx;
import io.github.camelopenrouter.server.ServerLimits;
import io.github.camelopenrouter.server.ServerTls;
import io.github.camelopenrouter.stream.EngineOptions;
import io.github.camelopenrouter.stream.StreamingEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.CamelContextHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the gateway into a Camel Main before its routes are read, and checks after the start that it really serves. */
final class StandaloneGateway extends MainListenerSupport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CamelOpenRouter.class);

    private final Arguments arguments;
    private Sandbox sandbox;
    private OpenRouterSettings settings;
    private Optional<TlsIdentity> identity = Optional.empty();
    private Address address;
    private GuardedVertx vertx;
    private boolean failed;

    private record Address(String scheme, String host, int port) {
        @Override
        public String toString() {
            return scheme + "://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":"
                    + port;
        }
    }

    StandaloneGateway(Arguments arguments) {
        this.arguments = arguments;
    }

    @Override
    public void beforeInitialize(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        settings = OpenRouterSettings.load(context, null);
        refuseUnknownSettings(context);
        if (arguments.sandbox() && !settings.isSandbox()) {
            throw new SettingException("OPENROUTER_SANDBOX says false and --sandbox says true: remove one.");
        }
        settings.requireKey();
        identity = settings.tlsIdentity();
        address = new Address(
                identity.isPresent() ? "https" : "http",
                property(context, "camel.server.host", "127.0.0.1"),
                portOf(property(context, "camel.server.port", "8080")));
        settings.requireAuthDecision(address.host());
        requireFreePort(address);
        if (settings.isSandbox()) {
            startSandbox();
        }
        addGateway(main, context);
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        int port = listeningPort(main.getCamelContext());
        if (port <= 0) {
            System.err.println(cannotListen(address, "the port is taken"));
            failed = true;
            main.stop();
            return;
        }
        address = new Address(address.scheme(), address.host(), port);
        StartUpReport.log(LOG, main.getCamelContext(), settings, address.toString());
    }

    /** Where the gateway listens, once it does. */
    String address() {
        return address.toString();
    }

    /** Whether the start was given up after Camel had started. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    public void close() {
        if (sandbox != null) {
            sandbox.close();
        }
        if (vertx != null) {
            vertx.closeAndWait();
        }
    }

    private void addGateway(BaseMainSupport main, CamelContext context) {
        EngineOptions options = new EngineOptions(
                settings.maxRequestBytes(),
                settings.maxConcurrentRequests(),
                settings.timeoutRequest(),
                settings.keepAlive(),
                settings.heartbeatHold(),
                settings.corsAllowedOrigins());
        StreamingEngine engine = new StreamingEngine(options, true);
        engine.setCamelContext(context);
        try {
            context.addService(engine);
        } catch (Exception e) {
            throw new IllegalStateException("The streaming engine could not be added", e);
        }
        context.getRegistry().bind("openrouter-engine", engine);
        vertx = new GuardedVertx(ServerLimits.of(settings));
        context.getRegistry().bind("openrouter-vertx", vertx);
        serveTls(main, context);
        main.configure().addRoutesBuilder(new OpenRouterRoutes(settings));
        if (sandbox != null) {
            main.configure().addRoutesBuilder(new SandboxDoor(sandbox.baseUrl()));
        }
    }

    /** By Camel's global TLS parameters, which only the server on the gateway's own port is told to use. */
    private void serveTls(BaseMainSupport main, CamelContext context) {
        identity.ifPresent(own -> {
            context.setSSLContextParameters(ServerTls.parameters(own));
            main.configure().httpServer().withUseGlobalSslContextParameters(true);
        });
    }

    private void startSandbox() {
        if (settings.apiKey().isPresent()) {
            LOG.info("The sandbox needs no key: the one that is set is not used");
        }
        sandbox = Sandbox.start(0);
        settings = settings.withUpstream("sandbox", sandbox.baseUrl());
    }

    private static void refuseUnknownSettings(CamelContext context) {
        UnknownSettings unknown = new UnknownSettings(Set.of());
        List<String> sentences = unknown.inProperties(context);
        if (!sentences.isEmpty()) {
            throw new SettingException(sentences.get(0));
        }
        unknown.inEnvironment(System.getenv()).ifPresent(LOG::warn);
    }

    private static String property(CamelContext context, String key, String fallback) {
        return context.getPropertiesComponent().resolveProperty(key).orElse(fallback);
    }

    private static int portOf(String text) {
        try {
            int port = Integer.parseInt(text.trim());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new SettingException("camel.server.port (CAMEL_SERVER_PORT) is \"" + text
                + "\", but must be a whole number from 0 to 65535, where 0 means any free port.");
    }

    /** Asked before Camel starts, because Camel itself only warns about a port that is taken. */
    private static void requireFreePort(Address wanted) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(wanted.host()), wanted.port()));
        } catch (UnknownHostException e) {
            throw new SettingException("camel.server.host (CAMEL_SERVER_HOST) is \"" + wanted.host()
                    + "\", but must be an address or name of this machine.");
        } catch (IOException e) {
            throw new SettingException(cannotListen(wanted, e.getMessage()));
        }
    }

    private static String cannotListen(Address wanted, String reason) {
        return "The gateway cannot listen on " + wanted + " (" + reason
                + "): free that port or set another one with CAMEL_SERVER_PORT (or camel.server.port).";
    }

    private static int listeningPort(CamelContext context) {
        VertxPlatformHttpServer server = CamelContextHelper.findSingleByType(context, VertxPlatformHttpServer.class);
        if (server == null) {
            server = context.hasService(VertxPlatformHttpServer.class);
        }
        return server == null || server.getServer() == null
                ? -1
                : server.getServer().actualPort();
    }
}
