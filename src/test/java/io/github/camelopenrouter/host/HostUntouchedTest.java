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

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.SimpleRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host's own world is the same with our jar, with our routes, and after a call as it was without any of them. */
@Timeout(60)
class HostUntouchedTest {

    private static ScriptedUpstream upstream;
    private static HostApplication without;
    private static HostApplication host;
    private static Map<String, String> before;
    private static Map<String, String> started;

    @BeforeAll
    static void start() throws Exception {
        upstream = ScriptedUpstream.start(call -> call.answer(200, "application/json", "{\"choices\":[]}"));
        without = HostApplication.on(new WithoutPlugins()).add(new HostRoutes()).start();
        host = HostApplication.with("openrouter.api-key=any", "openrouter.base-url=" + upstream.baseUrl());
        host.add(new HostRoutes()).add(new OpenRouterRoutes()).start();
        before = HostSettings.of(without.context());
        started = HostSettings.of(host.context());
        host.ask("direct:openrouter-chat-completions").getMessage().getBody(String.class);
    }

    @AfterAll
    static void stop() throws Exception {
        without.close();
        host.close();
        upstream.close();
    }

    private static final class HostRoutes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:stream").routeId("stream").process(exchange -> {
                Object body = exchange.getMessage().getBody();
                exchange.getMessage().setBody(body instanceof StreamCache);
            });
            from("direct:fails").routeId("fails").throwException(new IOException("the host's own"));
        }
    }

    @Test
    void settingsAreTheSameWithOurRoutesAsWithoutOurJar() {
        assertThat(before).hasSizeGreaterThan(200).containsKey("http.getHttpClientConfigurer");
        assertThat(started).containsExactlyInAnyOrderEntriesOf(before);
    }

    /** But for the conversions that Camel remembers between the classes it has met. */
    @Test
    void settingsAreTheSameAfterACall() throws Exception {
        Map<String, String> after = HostSettings.of(host.context());
        after.put("typeConverterCount", started.get("typeConverterCount"));
        assertThat(after).containsExactlyInAnyOrderEntriesOf(started);
    }

    @Test
    void jarAloneBindsNothingButItsEnginesAndWhatItsDoorsNeed() {
        try (HostApplication idle = HostApplication.with().start()) {
            Set<String> names = namesIn(idle.context());
            names.removeAll(namesIn(without.context()));
            assertThat(names)
                    .containsExactlyInAnyOrder(
                            "openrouter-engine",
                            "openrouter-hosts-engine",
                            "openrouter-door-errors",
                            "openrouter-reloaded-routes");
        }
    }

    @Test
    void everyBeanOfOursHasOurPrefix() {
        Set<String> names = namesIn(host.context());
        names.removeAll(namesIn(without.context()));
        assertThat(names).isNotEmpty().allMatch(name -> name.startsWith("openrouter-"));
    }

    @Test
    void everyRouteEndpointAndConfigurationOfOursHasOurPrefix() {
        assertThat(host.context().getRoutes())
                .filteredOn(route -> !Set.of("stream", "fails").contains(route.getRouteId()))
                .isNotEmpty()
                .allMatch(route -> route.getRouteId().startsWith("openrouter-"))
                .allMatch(route -> route.getEndpoint().getEndpointUri().startsWith("direct://openrouter-"));
        assertThat(((ModelCamelContext) host.context()).getRouteConfigurationDefinitions())
                .isNotEmpty()
                .allMatch(configuration -> configuration.getId().startsWith("openrouter-"));
    }

    @Test
    void hostsRoutesCacheStreamsAsBefore() {
        Object cached = host.context()
                .createProducerTemplate()
                .requestBody("direct:stream", new ByteArrayInputStream(new byte[1]));
        assertThat(cached).isEqualTo(true);
    }

    @Test
    void hostsErrorsReachItsCaller() {
        assertThat(host.ask("direct:fails").getException()).hasMessage("the host's own");
        assertThat(host.ask("direct:fails").getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                .isNull();
    }

    @Test
    void answeredCallIsNoLongerInFlight() {
        assertThat(host.context().getInflightRepository().size()).isZero();
    }

    private static Set<String> namesIn(CamelContext context) {
        DefaultRegistry registry = (DefaultRegistry) context.getRegistry();
        Set<String> names = new TreeSet<>(((SimpleRegistry) registry.getFallbackRegistry()).keySet());
        names.addAll(((SimpleRegistry) registry.getSupplierRegistry()).keySet());
        return names;
    }

    /** A class path without our jar, as far as Camel looks for what is on it by itself. */
    private static final class WithoutPlugins extends ClassLoader {

        WithoutPlugins() {
            super(HostUntouchedTest.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith(ContextServicePlugin.class.getName())
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
