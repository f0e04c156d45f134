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

import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The error handling of our doors stands around doors, and not around what else a host has. */
@Timeout(60)
class HostsErrorsTest {

    private static final String ROUTE = """
            - route:
                id: %1$s
                routeConfigurationId: "%2$s"
                from:
                  uri: direct:%1$s
                  steps:
                    - throwException:
                        exceptionType: java.io.IOException
                        message: the host's own
            """;
    private static final String DOOR = ROUTE.formatted("door", "openrouter-errors,openrouter-door-*");
    private static final String WILD = ROUTE.formatted("wild", "*");

    /** Fails the same way behind each configuration id; the route's id is the endpoint's. */
    private static RouteBuilder route(String name, String configurationId) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name)
                        .routeId(name)
                        .routeConfigurationId(configurationId)
                        .throwException(new IOException("the host's own"));
            }
        };
    }

    @Test
    void wildcardOfAHostsRouteIsReachedByNothingOfOurs() throws Exception {
        try (HostApplication host =
                HostApplication.with().add(route("wild", "*")).start()) {
            assertThat(((ModelCamelContext) host.context()).getRouteConfigurationDefinitions())
                    .isEmpty();
            assertFailsAsBefore(host, "wild");
        }
    }

    @Test
    void wildcardOfAHostsFileIsReachedByNothingOfOurs() throws Exception {
        try (HostApplication host = HostApplication.with()) {
            read(host.context(), WILD);
            host.start();
            assertFailsAsBefore(host, "wild");
        }
    }

    @Test
    void fileWithBothGivesOursToTheDoorAlone() throws Exception {
        try (HostApplication host = HostApplication.with()) {
            read(host.context(), WILD + DOOR);
            host.start();
            assertAnswersInTheEnvelope(host, "door");
            assertFailsAsBefore(host, "wild");
        }
    }

    @Test
    void wildcardReadAfterADoorMatchesOursWithAllTheOthers() throws Exception {
        try (HostApplication host = HostApplication.with()) {
            read(host.context(), DOOR);
            read(host.context(), WILD);
            host.start();
            assertAnswersInTheEnvelope(host, "wild");
        }
    }

    @Test
    void doorInJavaGetsItToo() throws Exception {
        try (HostApplication host =
                HostApplication.with().add(route("door", "openrouter-errors")).start()) {
            assertAnswersInTheEnvelope(host, "door");
        }
    }

    @Test
    void doorOfANamedGatewayGetsItToo() throws Exception {
        try (HostApplication host = HostApplication.with()) {
            read(host.context(), ROUTE.formatted("door", "openrouter-b-errors,openrouter-b-door-*"));
            host.add(route("java", "openrouter-c-errors")).start();
            assertAnswersInTheEnvelope(host, "door");
            assertAnswersInTheEnvelope(host, "java");
        }
    }

    /** A word that no gateway can be named by, so a configuration of the host's own. */
    @Test
    void configurationThatOnlyLooksLikeOursIsLeftAlone() throws Exception {
        try (HostApplication host = HostApplication.with()
                .add(route("wild", "openrouter-door-errors"))
                .start()) {
            assertThat(((ModelCamelContext) host.context()).getRouteConfigurationDefinitions())
                    .isEmpty();
            assertFailsAsBefore(host, "wild");
        }
    }

    @Test
    void laterDoorGetsItOnce() throws Exception {
        try (HostApplication host = HostApplication.with()
                .add(route("first", "openrouter-errors"))
                .add(route("second", "openrouter-errors"))
                .start()) {
            assertAnswersInTheEnvelope(host, "second");
            assertThat(outputsOf(host, "second")).isEqualTo(outputsOf(host, "first"));
        }
    }

    /** A door's own handler is asked before ours, whether ours is there already or comes with the door. */
    @Test
    void doorsOwnHandlerStaysInFront() throws Exception {
        RouteBuilder doors = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:door")
                        .routeId("door")
                        .routeConfigurationId("openrouter-errors")
                        .onException(IOException.class)
                        .handled(true)
                        .setBody(constant("the door's own"))
                        .end()
                        .throwException(new IOException("any"));
            }
        };
        try (HostApplication host = HostApplication.with().add(doors).start()) {
            assertThat(host.ask("direct:door").getMessage().getBody()).isEqualTo("the door's own");
        }
    }

    /** A configuration without an id is for every route that names none. */
    @Test
    void hostsGlobalConfigurationStaysGlobal() throws Exception {
        try (HostApplication host = HostApplication.with()) {
            host.context().addRoutesConfigurations(new RouteConfigurationBuilder() {
                @Override
                public void configuration() {
                    routeConfiguration()
                            .onException(IOException.class)
                            .handled(true)
                            .setBody(constant("the host's answer"));
                }
            });
            host.add(route("door", "openrouter-errors")).add(route("plain", null));
            host.start();
            assertAnswersInTheEnvelope(host, "door");
            assertThat(host.ask("direct:plain").getMessage().getBody()).isEqualTo("the host's answer");
        }
    }

    private static void read(CamelContext context, String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("host.camel.yaml", yaml));
    }

    private static int outputsOf(HostApplication host, String route) {
        return ((ModelCamelContext) host.context())
                .getRouteDefinition(route)
                .getOutputs()
                .size();
    }

    private static void assertFailsAsBefore(HostApplication host, String route) {
        Exchange failed = host.ask("direct:" + route);
        assertThat(failed.getException()).isInstanceOf(IOException.class).hasMessage("the host's own");
        assertThat(failed.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isNull();
    }

    private static void assertAnswersInTheEnvelope(HostApplication host, String route) {
        Exchange answered = host.ask("direct:" + route);
        assertThat(answered.getException()).isNull();
        assertThat(answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isNotNull();
        assertThat(answered.getMessage().getBody(String.class)).startsWith("{\"error\":{\"message\":");
    }
}
