/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.LimitedRead;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Looks at what the operator's steps have put in a request's place, before it is sent: it is decoded if it is not, and has
 * to be what the operation takes, within {@code max-request-bytes}. The client still waits for a stream or for none, as it
 * has asked, and the model that the call is recorded, retried and balanced by is the one that goes up. A request that no
 * step has replaced passes unseen.
 *
 * <p>What cannot be sent is a step's mistake: the log tells it, and the client learns that the gateway has failed.
 */
public final class ReplacedRequest implements Processor {

    private static final int TOO_LARGE = 413;

    private final long maxBytes;
    private final ModelName models;

    ReplacedRequest(long maxBytes, ModelName models) {
        this.maxBytes = maxBytes;
        this.models = models;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Operation operation = exchange.getProperty(OpenRouterConstants.OPERATION, Operation.class);
        boolean converted = exchange.getMessage().getBody() instanceof RequestBody known && known.isConverted();
        if (converted || operation.listsModels()) {
            return;
        }
        try {
            decode(exchange.getMessage());
            streamAsAsked(exchange);
            new RequestValidation(operation).process(exchange);
        } catch (OpenRouterException e) {
            throw mistake(e);
        }
        models.resolveReplaced(exchange);
        if (operation != Operation.EMBEDDINGS) {
            ConfiguredFallbacks.rememberCandidates(exchange);
        }
    }

    /** What a step has left may stand in other messages as well. */
    private void decode(Message message) throws IOException {
        RequestBody left = RequestBody.in(message, maxBytes);
        LimitedRead.requireWithin(left.length(), maxBytes);
        message.setBody(left.convertedCopy());
    }

    private static void streamAsAsked(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        boolean asked = Boolean.TRUE.equals(exchange.getProperty(OpenRouterConstants.STREAM));
        if (body.path("stream").booleanValue() != asked) {
            body.put("stream", asked);
        }
    }

    /**
     * What is to be thrown where a step has left something in a request's place that is none. Without the refusal as its cause:
     * the client would be told that as a mistake of its own.
     */
    public static RuntimeException mistake(OpenRouterException refusal) {
        return refusal.status() == TOO_LARGE
                ? refusal
                : new IllegalStateException("What a step in a route configuration openrouter-upstream-… has left in a"
                        + " request's place cannot be sent: " + refusal.getMessage());
    }
}
