/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.httpclient.QuietConnection;
import io.github.camelopenrouter.upstream.UpstreamAttempt;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * HttpClient as one instance uses it: its own connections, nothing done behind our back (no retries, redirects, cookies
 * or decompression), calls that can be cut off, and the key put on each request at the last moment.
 *
 * <p>The key is never in a header or property of the Exchange, so it cannot turn up in a message history, a trace or a host's log.
 */
public final class UpstreamClient implements HttpClientConfigurer {

    /** A pooled connection that rested longer is looked at before it is used again: the peer may have closed it. */
    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(1);

    static final TimeValue LONGEST_REST = TimeValue.ofSeconds(60);

    private final NetworkSettings network;

    public UpstreamClient(NetworkSettings network) {
        this.network = network;
    }

    /** The connections that one instance's endpoint uses. */
    public static PoolingHttpClientConnectionManager connections(NetworkSettings network) {
        ConnectionConfig config = ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(network.connectTimeout()))
                .setValidateAfterInactivity(CHECK_AFTER)
                .build();
        return QuietConnection.pool()
                .setDefaultConnectionConfig(config)
                .setTlsSocketStrategy(tls(network.authorities()))
                .setMaxConnTotal(network.connections())
                .setMaxConnPerRoute(network.connections())
                .build();
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        RequestConfig config = RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(network.connectTimeout()))
                .setResponseTimeout(Timeout.DISABLED) // the watchdog's clocks tell silences apart
                .setRedirectsEnabled(false)
                .build();
        builder.setDefaultRequestConfig(config)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .evictIdleConnections(LONGEST_REST)
                .addExecInterceptorFirst("openrouter-abort", new AbortableExecution())
                .addExecInterceptorFirst("openrouter-key", this::authorize)
                .addExecInterceptorAfter(ChainElement.CONNECT.name(), "openrouter-connected", this::noteConnection);
        if (network.proxy() != null) {
            builder.setProxy(
                            new HttpHost(network.proxy().host(), network.proxy().port()))
                    .addExecInterceptorFirst("openrouter-proxy", new ProxyAccess(network.proxy()));
        }
    }

    private ClassicHttpResponse authorize(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        UpstreamAttempt running = AbortableExecution.callOf(scope.clientContext).current();
        request.setHeader("Authorization", "Bearer " + running.members().key().secret());
        return chain.proceed(request, scope);
    }

    private ClassicHttpResponse noteConnection(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        AbortableExecution.callOf(scope.clientContext).current().connected();
        return chain.proceed(request, scope);
    }

    /** Both kinds of strategy check the host name. */
    private static TlsSocketStrategy tls(List<X509Certificate> authorities) {
        return authorities.isEmpty()
                ? DefaultClientTlsStrategy.createDefault()
                : new DefaultClientTlsStrategy(
                        UpstreamTrustManagers.with(authorities),
                        HostnameVerificationPolicy.BOTH,
                        HttpsSupport.getDefaultHostnameVerifier());
    }
}
