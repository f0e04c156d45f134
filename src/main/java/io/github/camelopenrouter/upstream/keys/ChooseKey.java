/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.upstream.UpstreamCall;
import io.github.camelopenrouter.upstream.UpstreamKey;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Chooses the key of this attempt. The key itself is put on the request at the last moment, by {@code upstream.http}.
 *
 * <p>In: properties {@link OpenRouterConstants#SESSION}, {@link OpenRouterConstants#UPSTREAM_KEYS}. Out: property {@link OpenRouterConstants#KEY_LABEL}.
 */
final class ChooseKey implements Processor {

    private static final int RETRY_SECONDS = 60;

    private final KeyPool keys;

    ChooseKey(KeyPool keys) {
        this.keys = keys;
    }

    @Override
    public void process(Exchange exchange) {
        KeyRing ring = keys.ring();
        Long session = exchange.getProperty(OpenRouterConstants.SESSION, Long.class);
        UpstreamKey key = ring.choose(session, keys.serving(exchange));
        if (key == null) {
            throw OpenRouterException.overloaded(
                    "No OpenRouter key may serve this call: the gateway's operator has to give one to this client, or keep one"
                            + " for everybody.",
                    "no_upstream_key",
                    RETRY_SECONDS);
        }
        exchange.setProperty(OpenRouterConstants.KEY_LABEL, key.label());
        UpstreamCall.begun(exchange).current().members().chooseKey(ring.balancer(), key);
    }
}
