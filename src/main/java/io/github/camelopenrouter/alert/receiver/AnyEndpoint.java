/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import io.github.camelopenrouter.config.CamelComponents;
import io.github.camelopenrouter.config.SettingException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands notifications to {@code openrouter.alerts.to}. The endpoint is in no route and no list of endpoints, and what it throws
 * is said without its words: a URI may hold a secret.
 */
final class AnyEndpoint extends ServiceSupport implements Processor {

    static final String KEY = "openrouter.alerts.to";

    private final Endpoint endpoint;
    private final boolean isHttp;
    private @Nullable Producer producer;

    private AnyEndpoint(Endpoint endpoint, boolean isHttp) {
        this.endpoint = endpoint;
        this.isHttp = isHttp;
    }

    /** @throws SettingException if there is no such component, or it does not take what is set */
    static AnyEndpoint of(CamelContext context, String uri) {
        int colon = uri.indexOf(':');
        if (colon < 1 || !uri.substring(0, colon).matches("[a-zA-Z][a-zA-Z0-9+.-]*")) {
            throw new SettingException(KEY + " must be an endpoint of Camel, such as direct:alerts.");
        }
        String scheme = uri.substring(0, colon);
        CamelComponents.require(context, KEY, scheme, "camel-" + scheme, " and what it needs, see alert-receivers.md");
        try {
            Component component = context.getComponent(scheme);
            return new AnyEndpoint(
                    component.createEndpoint(EndpointHelper.normalizeEndpointUri(uri)), CamelComponents.isHttp(uri));
        } catch (Exception e) {
            // its words may quote the URI
            throw new SettingException(KEY + " is not what the Camel component " + scheme + " takes ("
                    + e.getClass().getSimpleName() + "): see that component's documentation.");
        }
    }

    /** Of {@code direct}, which nobody reads from yet: what is sent there fails. */
    boolean leadsNowhere(CamelContext context) {
        String uri = endpoint.getEndpointUri();
        return uri.startsWith("direct:")
                && context.getRoutes().stream()
                        .noneMatch(route -> route.getEndpoint().getEndpointUri().equals(uri));
    }

    @Override
    protected void doStart() throws Exception {
        ServiceHelper.startService(endpoint);
        Producer sender = endpoint.createProducer();
        ServiceHelper.startService(sender);
        producer = sender;
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(producer, endpoint);
    }

    /**
     * @throws HttpOperationFailedException with status and {@code Retry-After} alone, where the other end has answered
     * @throws RuntimeCamelException that names the kind of any other failure
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Exchange sent = endpoint.createExchange(ExchangePattern.InOnly);
        sent.getMessage().setHeaders(new HashMap<>(exchange.getMessage().getHeaders()));
        sent.getMessage().setBody(exchange.getMessage().getBody());
        if (isHttp && sent.getMessage().getHeader(Exchange.HTTP_METHOD) == null) {
            JsonPost.post(sent.getMessage());
        }
        try {
            if (producer == null) {
                throw new IllegalStateException("not started");
            }
            producer.process(sent);
        } catch (Exception e) {
            sent.setException(e);
        }
        if (sent.getException() != null) {
            throw withoutItsWords(sent.getException());
        }
    }

    private static Exception withoutItsWords(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer) {
                return new HttpOperationFailedException(
                        KEY, answer.getStatusCode(), null, null, retryAfter(answer.getResponseHeaders()), null);
            }
            root = cause;
        }
        return new RuntimeCamelException(
                KEY + " has not taken an alert: " + root.getClass().getSimpleName());
    }

    private static Map<String, String> retryAfter(@Nullable Map<String, String> headers) {
        return (headers == null ? Map.<String, String>of() : headers)
                .entrySet().stream()
                        .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
