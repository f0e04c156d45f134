/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What a client shows at a door to say who it is. */
public final class Credentials {

    private final String secret;
    private final Message request;

    /**
     * @param secret behind {@code Authorization: Bearer}, or in {@code x-api-key}
     * @param request that shows it
     */
    public Credentials(String secret, Message request) {
        this.secret = secret;
        this.request = request;
    }

    /** The key or token itself: not to be logged, and not to be kept. */
    public String secret() {
        return secret;
    }

    /** Another header of the request, null where it is absent. */
    public @Nullable String header(String name) {
        return request.getHeader(name, String.class);
    }

    /**
     * Keeps on the exchange of the request, under this property, what later steps have to know of how it came in. Never the
     * secret.
     */
    public void note(String property, Object value) {
        Exchange exchange = request.getExchange();
        if (exchange != null) {
            exchange.setProperty(property, value);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "Credentials";
    }
}
