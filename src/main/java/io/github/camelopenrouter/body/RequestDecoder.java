/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * First step of every operation: turns the message body, whatever its Java type, into the {@link RequestBody} that the rules
 * change. It refers to the bytes it was read from, so a body that was a byte array must not be changed by its owner. A
 * request that a step in front has decoded is not decoded again.
 */
public final class RequestDecoder implements Processor {

    private final long maxBytes;

    /** @param maxBytes the limit for the body, before and after its content encoding is undone */
    public RequestDecoder(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        RequestBody body = decode(message);
        exchange.setProperty(OpenRouterConstants.STREAM, isStream(body.tree().get("stream")));
        body.putInto(message);
    }

    private RequestBody decode(Message message) throws IOException {
        if (message.getBody() instanceof RequestBody known) {
            LimitedRead.requireWithin(known.length(), maxBytes);
            return RequestBody.ofOperation(known.tree().deepCopy()); // others may call with the same one
        }
        return RequestBody.ofOperation(BodyParser.parse(BodyBytes.of(message, maxBytes)));
    }

    private static boolean isStream(@Nullable JsonNode stream) {
        return stream != null && stream.booleanValue();
    }
}
