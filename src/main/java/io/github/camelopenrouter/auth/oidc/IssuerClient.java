/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import io.github.camelopenrouter.upstream.http.UpstreamTrustManagers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Fetches what an issuer publishes: small documents, in little time, from nowhere else than the address says. */
final class IssuerClient {

    /** For a connection and for what comes over it together. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Executor LATER = CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    private static final int OK = 200;

    private final HttpClient client;

    /** @param authorities to trust beside those of the JVM */
    IssuerClient(List<X509Certificate> authorities) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        this.client = authorities.isEmpty()
                ? builder.build()
                : builder.sslContext(UpstreamTrustManagers.with(authorities)).build();
    }

    /** Fails with an {@link IOException} for whatever is no answer of 200. */
    CompletableFuture<byte[]> get(URI url) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Accept", "application/json")
                .timeout(PATIENCE)
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new SmallBody());
        LATER.execute(() -> answer.cancel(true)); // a body may come drop by drop
        return answer.thenCompose(IssuerClient::body);
    }

    private static CompletableFuture<byte[]> body(HttpResponse<byte[]> answer) {
        return answer.statusCode() == OK
                ? CompletableFuture.completedFuture(answer.body())
                : CompletableFuture.failedFuture(new IOException("status " + answer.statusCode()));
    }
}
