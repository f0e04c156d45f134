/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import io.github.camelopenrouter.standalone.Arguments;
import io.github.camelopenrouter.standalone.StandaloneGateway;
import java.net.URI;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * The standalone gateway as users start it, in this JVM, on a free port and without the management port: the same
 * Main, routes and properties; settings of the test's own go in front of them, and the environment of whoever runs the
 * tests is not read.
 */
public final class TestGateway implements AutoCloseable {

    /** The key with which the gateway calls its upstream, unless a test gives it another. */
    public static final String KEY = "sk-or-v1-canary-0123456789";

    private final Main main = new Main();
    private final StandaloneGateway gateway;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread runner;

    private TestGateway(Arguments arguments, Properties settings) {
        gateway = new StandaloneGateway(arguments);
        CamelOpenRouter.configure(main, arguments);
        main.setShutdownStrategy(
                new SimpleMainShutdownStrategy()); // without a hook, which would hold all that ever ran
        main.addOverrideProperty("camel.server.port", "0");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("openrouter.access-log", "false");
        main.addOverrideProperty("openrouter.data-dir", "");
        settings.forEach((key, value) -> main.addOverrideProperty(key.toString(), value.toString()));
        main.addMainListener(new NoEnvironment());
        main.addMainListener(gateway);
        main.addMainListener(new Ready());
        runner = new Thread(this::run, "test-gateway");
        runner.setDaemon(true);
    }

    /** In front of this upstream; settings are {@code key=value}, where {@code openrouter.} may be left out. */
    public static TestGateway start(String upstream, String... settings) {
        Properties properties = properties(settings);
        properties.putIfAbsent("openrouter.api-key", KEY);
        properties.put("openrouter.base-url", upstream);
        leaveFailuresAlone(properties);
        return new TestGateway(new Arguments(false, false, false, false), properties).await();
    }

    /** Most tests look at one failure and one call; those about retries and breakers say so. */
    private static void leaveFailuresAlone(Properties properties) {
        properties.putIfAbsent("openrouter.retry.attempts", "0");
        properties.putIfAbsent("openrouter.circuit-breaker.enabled", "false");
    }

    /** In front of the embedded sandbox. */
    public static TestGateway sandbox(String... settings) {
        return inFrontOfSandbox(settings).await();
    }

    /** The same with retries and circuit breakers, as a reader of the documents starts it. */
    public static TestGateway asShipped(String... settings) {
        return new TestGateway(new Arguments(true, false, false, false), properties(settings)).await();
    }

    /** In front of the sandbox, failures left alone, with a route of the test's own, which may hold the start: it goes on behind this call. */
    public static TestGateway startingWith(RoutesBuilder route, String... settings) {
        TestGateway gateway = inFrontOfSandbox(settings);
        gateway.main.configure().addRoutesBuilder(route);
        gateway.runner.start();
        return gateway;
    }

    private static TestGateway inFrontOfSandbox(String... settings) {
        Properties properties = properties(settings);
        leaveFailuresAlone(properties);
        return new TestGateway(new Arguments(true, false, false, false), properties);
    }

    public URI uri(String path) {
        return URI.create(gateway.address() + path);
    }

    public int port() {
        return uri("/").getPort();
    }

    /** On the management port, which a test switches on with {@code camel.management.enabled} and its port 0. */
    public URI managementUri(String path) {
        return URI.create(gateway.managementAddress() + path);
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    /** Whether it has given up its start. */
    public boolean hasFailed() {
        return gateway.hasFailed();
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops it from within, and waits until it has stopped. */
    public void stop() {
        main.completed();
        try {
            runner.join(TimeUnit.SECONDS.toMillis(60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gateway.close();
    }

    private void run() {
        try {
            main.run();
        } catch (Exception e) {
            failure.set(e);
        } finally {
            ready.countDown();
        }
    }

    private TestGateway await() {
        runner.start();
        return awaitStart();
    }

    /** Waits until the start is over. */
    public TestGateway awaitStart() {
        try {
            if (!ready.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("The gateway did not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() != null) {
            throw new AssertionError("The gateway did not start", failure.get());
        }
        return this;
    }

    private static Properties properties(String... settings) {
        Properties properties = new Properties();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String key = setting.substring(0, equals);
            boolean whole = key.startsWith("openrouter.") || key.startsWith("camel.") || key.startsWith("otel.");
            properties.put(whole ? key : "openrouter." + key, setting.substring(equals + 1));
        }
        return properties;
    }

    private static final class NoEnvironment extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport main) {
            PropertiesComponent properties =
                    (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        }
    }

    private final class Ready extends MainListenerSupport {
        @Override
        public void afterStart(BaseMainSupport main) {
            ready.countDown();
        }
    }
}
