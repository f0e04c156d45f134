/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestMedia;
import io.github.camelopenrouter.call.UpstreamTarget;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Reads a request as far as the gateway has to know it, and keeps its bytes. Stands behind {@link FindTarget}.
 *
 * <p>Out: a {@link RequestBody} or a {@link MultipartBody}, nothing for a GET; the property {@link OpenRouterConstants#STREAM}.
 */
public final class ReadRequest implements Processor {

    private final long maxBytes;

    /** @param maxBytes the limit for the body */
    public ReadRequest(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        PassThroughPath path = Objects.requireNonNull(PassThroughPath.of(exchange));
        Message message = exchange.getMessage();
        boolean stream = false;
        if (path.model() == ModelField.NONE) {
            message.setBody(null);
        } else if (isForm(path, message)) {
            form(exchange, message);
        } else {
            RequestBody body = RequestBody.verbatim(RequestBody.bytesIn(message, maxBytes));
            body.putInto(message);
            stream = path.answer() == AnswerKind.JSON_OR_EVENTS
                    && body.tree().path("stream").booleanValue();
        }
        exchange.setProperty(OpenRouterConstants.STREAM, stream);
    }

    private void form(Exchange exchange, Message message) throws IOException {
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        message.setBody(MultipartBody.of(RequestBody.bytesIn(message, maxBytes), type));
        message.removeHeader(Exchange.CONTENT_ENCODING);
        exchange.setProperty(
                UpstreamTarget.PROPERTY, UpstreamTarget.of(exchange).withContentType(type));
    }

    /** What is JSON already is JSON, whatever a header says that may be of an earlier body. */
    private static boolean isForm(PassThroughPath path, Message message) {
        Object body = message.getBody();
        boolean json = body instanceof RequestBody || body instanceof Map;
        return path.model() == ModelField.JSON_OR_PART
                && !json
                && RequestMedia.isForm(message.getHeader(Exchange.CONTENT_TYPE, String.class));
    }

    /** Whether the request is for a path that takes {@code multipart/form-data}. */
    public static boolean takesForms(Exchange exchange) {
        PassThroughPath path = PassThroughPath.of(exchange);
        return path != null && path.model() == ModelField.JSON_OR_PART;
    }
}
