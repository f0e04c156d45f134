/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.LimitedRead;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.LimitSettings;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.error.OpenRouterException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * The {@code max-request-bytes} of the gateway that a request is for, in front of its operation. Another gateway's settings,
 * and what may be wrong with them, do not concern it.
 */
public final class RequestLimit {

    private RequestLimit() {}

    public static long of(Exchange exchange) {
        CamelContext context = exchange.getContext();
        InstanceName instance =
                exchange.getProperty(OpenRouterConstants.INSTANCE, InstanceName.UNNAMED, InstanceName.class);
        Settings running =
                context.getRegistry().lookupByNameAndType(instance.routePrefix() + "settings", Settings.class);
        Settings settings =
                running != null ? running : Settings.loadOnly(context, instance, LimitSettings.MAX_REQUEST_BYTES);
        return settings.get(LimitSettings.MAX_REQUEST_BYTES);
    }

    /**
     * Counts a body that has been read already: the server has read as much as any gateway takes. What is still compressed
     * or a stream is counted by whoever reads it.
     *
     * @throws OpenRouterException 413
     */
    public static void check(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof byte[] bytes) {
            LimitedRead.requireWithin(bytes.length, of(exchange));
        }
    }
}
