/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.request.ReplacedRequest;
import io.github.camelopenrouter.request.RequestLimit;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.support.ExchangeHelper;

/**
 * How the operator's own steps read a request. Behind the conversions it is decoded, unless a step has put something else in
 * its place, whose size is looked at when all steps are done. In front of them, behind {@code openrouter-gateway-source}, it
 * is as the client sent it, and bytes have been counted there: where it is compressed or a stream, its gateway's {@code
 * max-request-bytes} holds here too.
 */
final class SharedRequest {

    private static final long COUNTED_ELSEWHERE = Integer.MAX_VALUE - 1;

    private SharedRequest() {}

    /** Stays decoded in the message, for the steps behind. */
    static RequestBody of(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof RequestBody known) {
            return known;
        }
        try {
            return RequestBody.in(message, isAsSent(message) ? RequestLimit.of(exchange) : COUNTED_ELSEWHERE);
        } catch (OpenRouterException e) {
            throw isBehindTheConversions(exchange) ? ReplacedRequest.mistake(e) : e;
        }
    }

    /** There a client's own request is decoded: this is what a step has put in its place. */
    private static boolean isBehindTheConversions(Exchange exchange) {
        InstanceName gateway = exchange.getProperty(OpenRouterConstants.INSTANCE, InstanceName.class);
        return gateway != null && (gateway.routePrefix() + "upstream").equals(ExchangeHelper.getAtRouteId(exchange));
    }

    private static boolean isAsSent(Message message) {
        return message.getBody() instanceof InputStream
                || message.getBody() instanceof StreamCache
                || message.getHeader(Exchange.CONTENT_ENCODING) != null;
    }
}
