/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.webhook;

import io.github.camelopenrouter.httpclient.QuietConnection;
import java.io.IOException;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/**
 * HttpClient for an address that may be a secret: nothing is done behind its back, no retries, redirects or cookies. Path and query of
 * the receiver are put on each request while it is written, so that no endpoint, exception or log has them, not even HttpClient's own.
 */
public final class LateAddress implements HttpClientConfigurer {

    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout RESPONSE = Timeout.ofSeconds(30);

    private final URI url;

    /** @param url absolute, http or https */
    public LateAddress(URI url) {
        this.url = url;
    }

    /** A component of our own, for what a host sets of Camel's is about its own calls. */
    public static void addComponent(CamelContext context, String name) {
        if (context.hasComponent(name) == null) {
            HttpComponent http = new HttpComponent();
            http.setAutowiredEnabled(false);
            http.setConnectTimeout(CONNECT.toMilliseconds());
            context.addComponent(name, http);
        }
    }

    /** Scheme, host and port, with an empty path. */
    public String origin() {
        return url.getScheme() + "://" + url.getRawAuthority() + "/";
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setConnectionManager(QuietConnection.pool(Connection::new)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(RESPONSE)
                                .build())
                        .build())
                .setConnectionManagerShared(false) // closed with the client
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT)
                        .setResponseTimeout(RESPONSE)
                        .setRedirectsEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
    }

    private String pathAndQuery() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /** Writes another path than it was given. */
    private final class Connection extends QuietConnection {

        @Override
        public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
            String shown = request.getPath();
            request.setPath(pathAndQuery());
            try {
                super.sendRequestHeader(request);
            } finally {
                request.setPath(shown);
            }
        }
    }
}
