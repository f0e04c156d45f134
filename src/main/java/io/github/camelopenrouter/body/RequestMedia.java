/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of its body, asked at the door: behind it the headers may be those of a step of the host's, whose body
 * is gone, so an operation asks the body alone.
 */
public final class RequestMedia {

    private RequestMedia() {}

    /**
     * Refuses what is read by no operation.
     *
     * @param takesForms whether the request is for one that reads {@code multipart/form-data}; asked where it is that
     * @throws OpenRouterException 415 if the request has a body of a type or coding that no operation reads
     */
    public static void check(Exchange exchange, Predicate<Exchange> takesForms) {
        Message message = exchange.getMessage();
        if ("POST".equals(message.getHeader(Exchange.HTTP_METHOD, String.class))) {
            String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
            if (!isForm(type) || !takesForms.test(exchange)) {
                MediaType.requireReadable(type);
            }
            ContentCoding.requireReadable(message.getHeader(Exchange.CONTENT_ENCODING, String.class));
        }
    }

    /** Whether a content type says {@code multipart/form-data}. */
    public static boolean isForm(@Nullable String contentType) {
        return MediaType.isForm(contentType);
    }
}
