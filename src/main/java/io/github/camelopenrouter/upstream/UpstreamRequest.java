/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.HeaderList;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.UpstreamTarget;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpMethods;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head of the call: replaces whatever headers the message has by exactly those that OpenRouter gets.
 *
 * <p>Method and path follow from the {@link Operation} alone, or from the table of listed paths ({@link UpstreamTarget}), so
 * nothing a client sends can change where a call goes.
 * The client's own headers pass only by {@link HeaderList#FROM_CLIENT}.
 */
public final class UpstreamRequest implements Processor {

    /** As they are written below. */
    private static final Set<String> OF_THE_GATEWAY =
            Set.of("Accept", "Accept-Encoding", "User-Agent", "HTTP-Referer", "X-OpenRouter-Title", "X-Title", "Range");

    private final String userAgent;
    private final AppHeaders app;

    public UpstreamRequest(String userAgent, AppSettings app) {
        this.userAgent = userAgent;
        this.app = new AppHeaders(app);
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> client = message.getHeaders();
        Map<String, Object> headers = exchange.getContext()
                .getCamelContextExtension()
                .getHeadersMapFactory()
                .newMap();
        target(exchange, headers);
        contents(exchange, headers);
        client.forEach((name, value) -> passOn(name, value, headers));
        BetaHeaders.merge(client, headers);
        app.complete(headers);
        message.setHeaders(headers);
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, Boolean.TRUE); // bytes pass as they are
    }

    /** Whether OpenRouter gets a header of this name; the content type stands elsewhere. */
    public static boolean writes(String name) {
        return OF_THE_GATEWAY.contains(name) || HeaderList.FROM_CLIENT.allows(name);
    }

    private static void target(Exchange exchange, Map<String, Object> headers) {
        Operation operation = operation(exchange);
        if (operation == Operation.PASS_THROUGH) {
            listed(UpstreamTarget.of(exchange), headers);
            return;
        }
        // as camel-http's own type: a text would be converted, by a look at every converter there is
        headers.put(Exchange.HTTP_METHOD, HttpMethods.valueOf(operation.method()));
        headers.put(Exchange.HTTP_PATH, operation.path());
        Object query = exchange.getProperty(OpenRouterConstants.UPSTREAM_QUERY);
        if (query != null) {
            headers.put(Exchange.HTTP_RAW_QUERY, query);
        }
    }

    private static void listed(UpstreamTarget target, Map<String, Object> headers) {
        headers.put(Exchange.HTTP_METHOD, HttpMethods.valueOf(target.method()));
        headers.put(Exchange.HTTP_PATH, target.path());
        if (target.query() != null) {
            headers.put(Exchange.HTTP_RAW_QUERY, target.query());
        }
        if (target.range() != null) {
            headers.put("Range", target.range());
        }
    }

    private void contents(Exchange exchange, Map<String, Object> headers) {
        headers.put("Accept", accept(exchange));
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", userAgent);
        if (exchange.getMessage().getBody() != null) {
            headers.put(Exchange.CONTENT_TYPE, "application/json");
        }
    }

    private static String accept(Exchange exchange) {
        if (isStream(exchange)) {
            return "text/event-stream";
        }
        return operation(exchange) == Operation.PASS_THROUGH
                ? UpstreamTarget.of(exchange).accept()
                : "application/json";
    }

    private void passOn(String name, @Nullable Object value, Map<String, Object> headers) {
        if (value == null) { // a host may leave a header like that, and sends none
            return;
        }
        if (HeaderList.FROM_CLIENT.allows(name)) {
            String text = text(value);
            if (app.lets(name, text)) {
                headers.put(name, text);
            }
        }
    }

    private static Operation operation(Exchange exchange) {
        return exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
    }

    private static boolean isStream(Exchange exchange) {
        return Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM));
    }

    /** A header that came more than once goes up once, as RFC 9110 5.3 allows, and with it what it said twice. */
    private static String text(Object value) {
        return value instanceof Collection<?> values
                ? values.stream().map(String::valueOf).distinct().collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
