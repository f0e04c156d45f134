/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;

/** Fetches OpenRouter's model list through the route that calls upstream, like every other call. */
public final class UpstreamModels implements ModelSource {

    /** The list is about half a megabyte today. */
    private static final int LARGEST_LIST = 64 * 1024 * 1024;

    private final ProducerTemplate template;
    private final String endpoint;

    public UpstreamModels(ProducerTemplate template, String endpoint) {
        this.template = template;
        this.endpoint = endpoint;
    }

    @Override
    public Answer fetch(@Nullable String query) throws Exception {
        Exchange answer =
                template.request(endpoint, call -> call.setProperty(OpenRouterConstants.UPSTREAM_QUERY, query));
        if (answer.getException() != null) {
            throw answer.getException();
        }
        if (answer.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof Exception failure) {
            throw failure;
        }
        Message message = answer.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        return new Answer(status, bodyOf(message), message.getHeader("Cache-Control", String.class));
    }

    private static byte[] bodyOf(Message message) throws IOException {
        if (!(message.getBody() instanceof InputStream stream)) {
            return message.getBody(byte[].class);
        }
        try (stream) {
            byte[] body = stream.readNBytes(LARGEST_LIST);
            if (body.length == LARGEST_LIST) {
                throw OpenRouterException.badGateway("OpenRouter's model list is too long.");
            }
            return body;
        }
    }
}
