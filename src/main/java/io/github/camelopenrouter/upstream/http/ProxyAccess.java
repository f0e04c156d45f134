/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.error.UnreachableException;
import io.github.camelopenrouter.upstream.http.Proxy.Login;
import java.io.IOException;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Shows the proxy its password without waiting to be asked (Basic, RFC 7617), and keeps what the proxy itself answers
 * apart from what OpenRouter does: a proxy's 403 must not look like OpenRouter's.
 */
final class ProxyAccess implements ExecChainHandler {

    private final Proxy proxy;

    ProxyAccess(Proxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Login login = proxy.login();
        if (login != null) {
            BasicScheme basic = new BasicScheme();
            basic.initPreemptive(new UsernamePasswordCredentials(
                    login.user(), login.password().toCharArray()));
            scope.clientContext.getAuthExchange(scope.route.getProxyHost()).select(basic);
        }
        ClassicHttpResponse response = chain.proceed(request, scope);
        int status = response.getCode();
        if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED || isWithoutTunnel(scope)) {
            scope.execRuntime.discardEndpoint();
            throw new UnreachableException(sentence(status));
        }
        return response;
    }

    /** HttpClient returns the proxy's refusal of a tunnel as if it were the answer; then there was no TLS yet. */
    private static boolean isWithoutTunnel(ExecChain.Scope scope) {
        return scope.route.isTunnelled() && scope.clientContext.getSSLSession() == null;
    }

    private static String sentence(int status) {
        return status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                ? "The proxy does not accept the user name and password of openrouter.proxy."
                : "The proxy of openrouter.proxy does not connect to OpenRouter: it answered " + status + ".";
    }
}
