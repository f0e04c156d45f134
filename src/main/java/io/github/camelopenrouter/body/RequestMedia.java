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
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What a client says of its body, asked at the door: behind it the headers may be those of a step of the host's, whose body
 * is gone, so an operation asks the body alone.
 */
public final class RequestMedia {

    private RequestMedia() {}

    /** @throws OpenRouterException 415 if the request has a body of a type or coding that no operation reads */
    public static void check(Exchange exchange) {
        Message message = exchange.getMessage();
        if ("POST".equals(message.getHeader(Exchange.HTTP_METHOD, String.class))) {
            MediaType.requireReadable(message.getHeader(Exchange.CONTENT_TYPE, String.class));
            ContentCoding.requireReadable(message.getHeader(Exchange.CONTENT_ENCODING, String.class));
        }
    }
}
