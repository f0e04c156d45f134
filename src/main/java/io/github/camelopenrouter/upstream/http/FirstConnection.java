/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one connection to OpenRouter and leaves it to the first call, which then need not wait for it: besides the ways
 * there and back, the first TLS handshake of a JVM takes some tenths of a second. Sends nothing, and not being able to
 * connect changes nothing: the first call will tell.
 */
public final class FirstConnection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FirstConnection.class);

    private final HttpClientConnectionManager connections;
    private final HttpHost target;
    private final Timeout timeout;

    /** @param connections of an instance that uses no proxy */
    public FirstConnection(HttpClientConnectionManager connections, URI baseUrl, NetworkSettings network) {
        this.connections = connections;
        this.target = new HttpHost(baseUrl.getScheme(), baseUrl.getHost(), baseUrl.getPort());
        this.timeout = Timeout.of(network.connectTimeout());
    }

    @Override
    public void run() {
        try {
            open();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | HttpException | ExecutionException | TimeoutException | RuntimeException e) {
            LOG.info("No connection to OpenRouter yet: {}", e.getMessage());
        }
    }

    private void open() throws IOException, HttpException, ExecutionException, TimeoutException, InterruptedException {
        ConnectionEndpoint endpoint =
                connections.lease("openrouter-first", route(), timeout, null).get(timeout);
        boolean ready = false;
        try {
            connections.connect(endpoint, timeout, HttpClientContext.create());
            ready = true;
        } finally {
            if (!ready) {
                endpoint.close(CloseMode.IMMEDIATE); // one whose certificate was refused is still open
            }
            connections.release(endpoint, null, ready ? UpstreamClient.LONGEST_REST : TimeValue.ZERO_MILLISECONDS);
        }
    }

    /** As HttpClient will ask for it. */
    private HttpRoute route() throws HttpException {
        HttpHost host = RoutingSupport.normalize(target, DefaultSchemePortResolver.INSTANCE);
        return new HttpRoute(host, null, "https".equals(host.getSchemeName()));
    }
}
