/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.call.ClientLink;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpMethods;

/**
 * Writes the question what something has cost that OpenRouter has generated, to be asked with a key of the label that made it,
 * or what that key has cost altogether (source: OpenRouter's API reference, {@code GET /generation} and {@code GET /key}).
 *
 * <p>In: the properties {@link #GENERATION}, {@link OpenRouterConstants#KEY_LABEL}, and {@link #WHICH_KEY} where the label has
 * had several lately. Out: the request, with its key; where there is no such key (any more) the route ends, with status 401.
 */
final class GenerationRequest implements Processor {

    /** OpenRouter's id (String); absent: the question is about the key. */
    static final String GENERATION = "CamelOpenRouterGeneration";

    /** Which of the label's keys (Integer), from 0 for the latest. */
    static final String WHICH_KEY = "CamelOpenRouterWhichKey";

    private static final int NO_KEY = 401;

    private final Watchdog watchdog;
    private final Function<String, List<UpstreamKey>> keys;
    private final String userAgent;

    /** @param keys of a label, the latest first */
    GenerationRequest(Watchdog watchdog, Function<String, List<UpstreamKey>> keys, String userAgent) {
        this.watchdog = watchdog;
        this.keys = keys;
        this.userAgent = userAgent;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        List<UpstreamKey> known = keys.apply(exchange.getProperty(OpenRouterConstants.KEY_LABEL, "", String.class));
        int which = exchange.getProperty(WHICH_KEY, 0, Integer.class);
        if (which >= known.size()) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, NO_KEY);
            exchange.setRouteStop(true);
            return;
        }
        UpstreamCall call = new UpstreamCall(ClientLink.of(exchange), watchdog, System::nanoTime);
        call.next(false).members().useKey(known.get(which));
        exchange.setProperty(UpstreamCall.PROPERTY, call);
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.GET);
        String id = exchange.getProperty(GENERATION, String.class);
        message.setHeader(Exchange.HTTP_PATH, id == null ? "/v1/key" : "/v1/generation");
        if (id != null) {
            message.setHeader(Exchange.HTTP_RAW_QUERY, "id=" + encoded(id));
        }
        message.setHeader("Accept", "application/json");
        message.setHeader("Accept-Encoding", "identity");
        message.setHeader("User-Agent", userAgent);
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
