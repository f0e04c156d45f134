/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.auth.IssuerUrl;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The keys as an issuer publishes them, found by OpenID Connect Discovery: the document must name the issuer exactly as it
 * was asked for, and an address that nobody can put words into.
 */
final class PublishedKeys {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final String issuer;
    private final IssuerClient client;
    /** Where they stood the last time. */
    private volatile @Nullable URI address;

    PublishedKeys(String issuer, IssuerClient client) {
        this.issuer = issuer;
        this.client = client;
    }

    /** Looked up and fetched. */
    CompletableFuture<SigningKeys> fetch() {
        return discover().thenCompose(this::keysAt);
    }

    /** Fetched from where they stood the last time. */
    CompletableFuture<SigningKeys> fetchAgain() {
        URI known = address;
        return known == null ? fetch() : keysAt(known);
    }

    private CompletableFuture<SigningKeys> keysAt(URI url) {
        return client.get(url).thenApply(SigningKeys::parse);
    }

    private CompletableFuture<URI> discover() {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return client.get(URI.create(base + WELL_KNOWN))
                .thenApply(this::addressIn)
                .whenComplete((found, failure) -> address = found);
    }

    private URI addressIn(byte[] document) {
        ObjectNode metadata = StrictJson.object(document);
        if (!issuer.equals(metadata.path("issuer").textValue())) {
            throw new IllegalArgumentException("the document of another issuer");
        }
        URI url = URI.create(metadata.path("jwks_uri").asText());
        if (!IssuerUrl.isSafe(url)) {
            throw new IllegalArgumentException("a jwks_uri without https");
        }
        return url;
    }
}
