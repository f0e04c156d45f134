/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.spi.RouteController;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our routes under Camel's own commands: stopped, started, shown by name, and gone without a trace. */
@Timeout(60)
class HostLifecycleTest {

    private static final String CHAT_ROUTE = "openrouter-chat-completions";
    private static final String CHAT = "direct:" + CHAT_ROUTE;
    private static final String JMX = "org.apache.camel.jmx.disabled";
    private static final String KEY = "sk-or-v1-canary-0123456789";

    private ScriptedUpstream upstream;
    private HostApplication host;
    private String jmxBefore;

    @BeforeEach
    void start() throws Exception {
        jmxBefore = System.getProperty(JMX);
        System.setProperty(JMX, "false");
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        host = newHost();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        upstream.close();
        if (jmxBefore == null) {
            System.clearProperty(JMX);
        } else {
            System.setProperty(JMX, jmxBefore);
        }
    }

    private HostApplication newHost() throws Exception {
        HostApplication made =
                HostApplication.with("openrouter.api-key=" + KEY, "openrouter.base-url=" + upstream.baseUrl());
        made.context().setDevConsole(true);
        return made.add(new OpenRouterRoutes()).start();
    }

    @Test
    void routeStopsAndStartsByCamelsCommands() throws Exception {
        RouteController routes = host.context().getRouteController();
        routes.stopRoute(CHAT_ROUTE);
        assertThat(host.ask(CHAT + "?block=false").getException())
                .isInstanceOf(DirectConsumerNotAvailableException.class);
        routes.startRoute(CHAT_ROUTE);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void routeIsSuspendedAndResumedByCamelsCommands() throws Exception {
        RouteController routes = host.context().getRouteController();
        routes.suspendRoute(CHAT_ROUTE);
        assertThat(routes.getRouteStatus(CHAT_ROUTE).isSuspended()).isTrue();
        routes.resumeRoute(CHAT_ROUTE);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void contextIsSuspendedAndResumed() {
        host.context().suspend();
        host.context().resume();
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void jmxShowsRoutesAndStepsByTheirNames() throws Exception {
        assertThat(jmxNames("routes")).contains(CHAT_ROUTE, "openrouter-upstream", "openrouter-attempt");
        assertThat(jmxNames("processors")).contains("openrouter-chat-completions-model", "openrouter-attempt-call");
    }

    @Test
    void jmxNamesShowNoKey() throws Exception {
        status();
        Set<ObjectName> all = mbeans().queryNames(new ObjectName("org.apache.camel:*"), null);
        assertThat(all).isNotEmpty().noneMatch(name -> name.toString().contains("canary"));
    }

    @Test
    void devConsoleShowsRoutesByTheirNames() {
        DevConsole console = host.context()
                .getCamelContextExtension()
                .getContextPlugin(DevConsoleRegistry.class)
                .resolveById("route");
        assertThat((String) console.call(DevConsole.MediaType.TEXT))
                .contains(CHAT_ROUTE, "openrouter-upstream")
                .doesNotContain("canary");
    }

    @Test
    void stoppedContextLeavesNoThreadAndNoConnection() throws Exception {
        Set<Thread> before = threads();
        HostApplication other = newHost();
        other.ask(CHAT).getMessage().getBody(String.class);
        Set<Thread> made = threads();
        made.removeAll(before);
        assertThat(made).isNotEmpty();

        other.close();
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(made).filteredOn(Thread::isAlive).isEmpty();
            assertThat(upstream.openConnections()).isZero();
        });
    }

    @Test
    void newContextServesWhereOneHasStopped() throws Exception {
        host.close();
        assertThatThrownBy(() -> host.context().createProducerTemplate().sendBody(CHAT, "{}"))
                .isNotNull();
        host = newHost();
        assertThat(status()).isEqualTo(200);
    }

    /** But for what belongs to the test's upstream. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("scripted-upstream"))
                .collect(Collectors.toSet());
    }

    private Set<String> jmxNames(String type) throws Exception {
        String pattern = "org.apache.camel:context=" + host.context().getManagementName() + ",type=" + type + ",*";
        return mbeans().queryNames(new ObjectName(pattern), null).stream()
                .map(name -> ObjectName.unquote(name.getKeyProperty("name")))
                .collect(Collectors.toSet());
    }

    private MBeanServer mbeans() {
        return host.context().getManagementStrategy().getManagementAgent().getMBeanServer();
    }

    private int status() {
        return host.ask(CHAT).getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }
}
