/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.config.NamedBean;
import io.github.camelopenrouter.upstream.http.ExchangeInHttpContext;
import io.github.camelopenrouter.upstream.http.NetworkSettings;
import io.github.camelopenrouter.upstream.http.UpstreamClient;
import io.github.camelopenrouter.upstream.http.UpstreamHeaderFilter;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;

/**
 * What routes and endpoints of one instance refer to by name. Every name carries the instance's prefix, for example
 * {@code openrouter-guard}.
 */
final class InstanceBeans {

    private final CamelContext context;
    private final Registry registry;
    private final String prefix;

    InstanceBeans(CamelContext context, String prefix) {
        this.context = context;
        this.registry = context.getRegistry();
        this.prefix = prefix;
    }

    /**
     * To be found by its name only. Camel gives a host's components what it finds by type: bound in the usual way, our
     * HTTP listener would listen to the host's own calls.
     */
    void bind(String name, Object bean) {
        NamedBean.bind(context, prefix + name, bean);
    }

    /** Health checks are found by their type. */
    void bindHealth(HealthCheck check) {
        registry.bind(check.getId(), check);
    }

    private String component() {
        String name = prefix + "http";
        if (context.hasComponent(name) == null) {
            HttpComponent http = new HttpComponent();
            http.setAutowiredEnabled(false);
            context.addComponent(name, http);
        }
        return name;
    }

    /**
     * The parts of the client that {@link #upstreamUri} names.
     *
     * @return its connections
     */
    HttpClientConnectionManager bindUpstream(NetworkSettings network) {
        HttpClientConnectionManager connections = UpstreamClient.connections(network);
        bind("http-client", new UpstreamClient(network));
        bind("connections", connections);
        bind("upstream-headers", new UpstreamHeaderFilter());
        bind("http-activity", new ExchangeInHttpContext());
        return connections;
    }

    /**
     * One endpoint for all operations, so one pool of connections; the path is a header of our own making. Of a component of
     * our own, for what a host sets of Camel's ({@code camel.component.http.…}) is about its own calls.
     */
    String upstreamUri(URI baseUrl) {
        return component() + ":" + baseUrl
                + "?httpClientConfigurer=#" + prefix + "http-client"
                + "&clientConnectionManager=#" + prefix + "connections"
                + "&headerFilterStrategy=#" + prefix + "upstream-headers"
                + "&httpActivityListener=#" + prefix + "http-activity"
                + "&throwExceptionOnFailure=false&disableStreamCache=true&copyHeaders=false"
                + "&clearExpiredCookies=false";
    }
}
