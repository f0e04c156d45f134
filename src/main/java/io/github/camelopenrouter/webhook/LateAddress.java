/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.webhook;

import java.io.IOException;
import java.net.URI;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/**
 * HttpClient for an address that may be a secret: nothing is done behind its back, no retries, redirects or cookies. Path and query of the
 * receiver, which may be a secret, are put on each request at the last moment, so that no endpoint, exception or log has them.
 */
public final class LateAddress implements HttpClientConfigurer {

    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout RESPONSE = Timeout.ofSeconds(30);

    private final URI url;

    /** @param url absolute, http or https */
    public LateAddress(URI url) {
        this.url = url;
    }

    /** Scheme, host and port, with an empty path. */
    public String origin() {
        return url.getScheme() + "://" + url.getRawAuthority() + "/";
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT)
                        .setResponseTimeout(RESPONSE)
                        .setRedirectsEnabled(false)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .addExecInterceptorFirst("openrouter-late-address", this::address);
    }

    private ClassicHttpResponse address(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        request.setPath(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
        return chain.proceed(request, scope);
    }
}
