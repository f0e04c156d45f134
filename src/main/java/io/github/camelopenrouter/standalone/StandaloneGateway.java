/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import static java.util.Objects.requireNonNull;

import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.auth.Loopback;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.UnknownSettings;
import io.github.camelopenrouter.door.DoorSettings;
import io.github.camelopenrouter.door.FrontPage;
import io.github.camelopenrouter.door.ManagementEngine;
import io.github.camelopenrouter.door.StreamingEngine;
import io.github.camelopenrouter.embedded.OpenRouterPlugin;
import io.github.camelopenrouter.kamelet.KameletNames;
import io.github.camelopenrouter.operation.LoadedRoutes;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.standalone.server.GuardedVertx;
import io.github.camelopenrouter.standalone.server.ServerSettings;
import io.github.camelopenrouter.standalone.server.ServerTls;
import io.github.camelopenrouter.standalone.server.TlsIdentity;
import io.github.camelopenrouter.usage.UsageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Puts the gateway into a Camel Main before its routes are read, and checks after the start that it really serves. */
public final class StandaloneGateway extends MainListenerSupport implements AutoCloseable {

    private static final String SERVER = "camel.server";
    /** Time for the last errors to reach their clients, and for Camel to notice that no answer is open any more. */
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(5);

    private static final Logger LOG = StandaloneLog.LOG;

    private final Arguments arguments;
    private final RouteFiles routeFiles = new RouteFiles();
    private @Nullable Sandbox sandbox;
    private @Nullable ManagementPort management;
    private @Nullable ManagementDoors managementDoors;
    /** There as soon as Camel initializes. */
    private @Nullable Serving serving;

    /** Said once nothing can stop the start any more. */
    private List<String> warnings = List.of();

    /** Where that is wanted. */
    private @Nullable WarmUp warmUp;

    private boolean failed;

    /** With what the gateway serves, and where. */
    private record Serving(Settings settings, ListenAddress address, GuardedVertx vertx) {
        Serving on(int port) {
            return new Serving(settings, address.withPort(port), vertx);
        }
    }

    public StandaloneGateway(Arguments arguments) {
        this.arguments = arguments;
    }

    @Override
    public void beforeInitialize(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        main.setRoutesCollector(new SortedRouteFiles(routeFiles));
        ResourcesOfJars.use(context);
        SandboxData.keepApart(context);
        Settings given = Settings.load(context, null);
        refuseUnknownSettings(context);
        warnings = CamelSettings.check(context);
        UnreadRouteFiles.requireTargets();
        if (arguments.sandbox() && !given.isSandbox()) {
            throw new SettingException("OPENROUTER_SANDBOX says false and --sandbox says true: remove one.");
        }
        given.requireKey();
        Optional<TlsIdentity> identity = ServerSettings.tlsIdentity(given);
        ListenAddress address = ListenAddress.readRequired(
                context, SERVER, identity.isPresent() ? "https" : "http", StandaloneDefaults.SERVER_PORT);
        AuthSettings.requireDecision(given, address.host());
        address.requireFree();
        management = ManagementPort.prepare(main, address).orElse(null);
        main.configure().setShutdownTimeout((int)
                shutdownTime(given.get(DoorSettings.DRAIN_TIMEOUT)).toSeconds());
        if (ServerSettings.warmsUp(given)) {
            warmUp = new WarmUp();
            context.getRegistry().bind(WarmUp.NAME, warmUp);
        }
        Settings settings = given.isSandbox() ? startSandbox(context, given) : given;
        StreamingEngine engine = addEngine(
                context,
                settings,
                new DoorsPage(context, routeFiles, Loopback.isLoopback(address.host()), this::address));
        managementDoors =
                ManagementDoors.prepare(context, settings, management == null ? null : management.address(), engine);
        addGateway(
                main,
                new Serving(settings, address, new GuardedVertx(ServerSettings.limits(settings), address.port())));
        identity.ifPresent(own -> serveTls(main, own));
        warnOfUnreadFiles();
        if (arguments.dev()) {
            follow(context, engine, managementDoors.engine());
        }
    }

    private void follow(CamelContext context, StreamingEngine own, @Nullable ManagementEngine operators) {
        Path directory = Path.of("routes");
        if (!Files.isDirectory(directory)) {
            LOG.warn("There is no directory routes/ to watch: make one, and start again.");
        }
        List<StreamingEngine> engines = operators == null ? List.of(own) : List.of(own, operators);
        addService(context, new DevReload(context, directory, routeFiles, engines));
    }

    /** Of the services that start before all routes, Camel's servers are the first, and this comes behind them. */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        try {
            main.getCamelContext().addService(managementDoors, true, true);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        Serving wanted = serving();
        ManagementPort operators = management;
        int port = wanted.address().listeningPort(context);
        if (port <= 0) {
            giveUp(main, wanted.address().cannotListen("the port is taken"));
        } else if (operators != null && !operators.isListening(context)) {
            giveUp(main, operators.cannotListen());
        } else {
            serving = wanted.on(port);
            wanted.vertx().openGate();
            requireNonNull(managementDoors).allStand();
            warnings.forEach(LOG::warn);
            JvmCache.doubt().ifPresent(LOG::warn);
            JvmCache.hasServed();
            if (!arguments.dev() && !wanted.settings().isSandbox()) {
                JvmCache.advice().ifPresent(LOG::info);
            }
            StartUpReport.log(LOG, context, routeFiles, wanted.settings(), address(), healthAddress());
            if (warmUp != null) {
                warmUp.begin();
            }
        }
    }

    private void giveUp(BaseMainSupport main, String sentence) {
        System.err.println(sentence);
        failed = true;
        main.stop();
    }

    /** How long Camel waits for running answers at most. */
    public static Duration shutdownTime(Duration drainTimeout) {
        return drainTimeout.plus(AFTER_DRAIN);
    }

    /** Where the gateway listens, once it does. */
    public String address() {
        return serving().address().toString();
    }

    /** Where operators find health and information, null where that is switched off. */
    public @Nullable String managementAddress() {
        return management == null ? null : management.address().toString();
    }

    private @Nullable String healthAddress() {
        return management == null ? null : management.healthAddress();
    }

    /** What to say in place of an exception that came out of the start. */
    public RuntimeException explain(BaseMainSupport main, Exception failure) {
        return StartUpFailure.of(failure, main.getCamelContext(), routeFiles);
    }

    /** Whether the start was given up after Camel had started. */
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public void close() {
        if (warmUp != null) {
            warmUp.close();
        }
        if (sandbox != null) {
            sandbox.close();
        }
        if (serving != null) {
            serving.vertx().closeAndWait();
        }
    }

    private Serving serving() {
        return requireNonNull(serving);
    }

    private static StreamingEngine addEngine(CamelContext context, Settings settings, FrontPage page) {
        StreamingEngine engine = new StreamingEngine(DoorSettings.ofStandalone(settings, context), true);
        engine.setCamelContext(context);
        engine.setFrontPage(page);
        addService(context, engine);
        context.getRegistry().unbind(OpenRouterPlugin.ENGINE); // the one for hosts
        context.getRegistry().bind(OpenRouterPlugin.ENGINE, engine);
        return engine;
    }

    private void addGateway(BaseMainSupport main, Serving made) {
        serving = made;
        CamelContext context = main.getCamelContext();
        context.getRegistry().bind("openrouter-vertx", made.vertx());
        context.addLifecycleStrategy(new AccessLogFlusher());
        context.addLifecycleStrategy(new LastAnswers());
        context.addLifecycleStrategy(new ServedCalls(routeFiles));
        context.addLifecycleStrategy(closedWithIt());
        context.getRegistry().bind("openrouter-route-files", routeFiles);
        main.configure().addRoutesBuilder(LoadedRoutes.of(made.settings()));
        if (sandbox != null) {
            main.configure().addRoutesBuilder(new SandboxDoor(sandbox.baseUrl()));
        }
    }

    /** A JVM that is stopped ends with the context, and stands still then to keep what it has learnt: no event loop is to run on. */
    private LifecycleStrategy closedWithIt() {
        return new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext context) {
                close();
            }
        };
    }

    private static void warnOfUnreadFiles() {
        List<String> unread = UnreadRouteFiles.names();
        if (!unread.isEmpty()) {
            LOG.warn("Only files that end in .yaml are read in routes/, and not {}", String.join(", ", unread));
        }
    }

    private static void addService(CamelContext context, Service service) {
        try {
            context.addService(service);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** By Camel's global TLS parameters, which only the server on the gateway's own port is told to use. */
    private static void serveTls(BaseMainSupport main, TlsIdentity identity) {
        main.getCamelContext().setSSLContextParameters(ServerTls.parameters(identity));
        main.configure().httpServer().withUseGlobalSslContextParameters(true);
    }

    private Settings startSandbox(CamelContext context, Settings settings) {
        if (!settings.apiKeys().isEmpty()) {
            LOG.info("The sandbox needs no key: the one that is set is not used");
        }
        UsageSettings.findDirectory(context)
                .ifPresent(data ->
                        LOG.info("The sandbox's calls are recorded in {}: --usage --sandbox adds them up", data));
        Sandbox started = Sandbox.start(0);
        sandbox = started;
        return settings.withUpstream("sandbox", started.baseUrl());
    }

    /** What is unknown in the environment is warned of, as in every host. */
    private static void refuseUnknownSettings(CamelContext context) {
        UnknownSettings unknown = new UnknownSettings();
        unknown.inAnotherForm(System.getenv()).ifPresent(LOG::warn);
        Stream.concat(unknown.inProperties(context).stream(), KameletNames.unknownInProperties(context).stream())
                .findFirst()
                .ifPresent(sentence -> {
                    throw new SettingException(sentence);
                });
    }
}
