/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.request.ReplacedRequest;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what the operator's steps have put in a request's place, as {@link ReplacedRequest} does for the operations: it
 * has to be what the path takes, in the client's own form, and its model is looked up. Untouched requests pass unseen.
 */
public final class ReplacedBody implements Processor {

    private final long maxBytes;
    private final RenameModel models;

    public ReplacedBody(long maxBytes, RenameModel models) {
        this.maxBytes = maxBytes;
        this.models = models;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Object body = exchange.getMessage().getBody();
        boolean untouched = body == null && UpstreamTarget.of(exchange).free()
                || body instanceof MultipartBody
                || body instanceof RequestBody request && request.isConverted();
        if (untouched) {
            return;
        }
        try {
            read(exchange);
            models.again(exchange);
        } catch (OpenRouterException e) {
            throw ReplacedRequest.mistake(e);
        }
    }

    private void read(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        UpstreamTarget target = UpstreamTarget.of(exchange);
        if (target.free()) {
            message.setBody(null); // what a step has written to a GET goes nowhere
            throw OpenRouterException.invalidRequest("This path takes no body.", null);
        }
        byte[] bytes = RequestBody.bytesIn(message, maxBytes);
        if (target.contentType() != null) {
            message.setBody(MultipartBody.of(bytes, target.contentType()));
        } else {
            RequestBody body = RequestBody.verbatim(bytes);
            requireStream(body.tree(), exchange.getProperty(OpenRouterConstants.STREAM, Boolean.class));
            body.putInto(message);
        }
    }

    /** The client waits for what it has asked for. */
    private static void requireStream(ObjectNode body, @Nullable Boolean asked) {
        if (body.path("stream").booleanValue() != Boolean.TRUE.equals(asked) && body.has("stream")) {
            throw OpenRouterException.invalidRequest("'stream' is the client's to say.", "stream");
        }
    }
}
