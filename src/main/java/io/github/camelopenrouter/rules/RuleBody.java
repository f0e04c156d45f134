/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.rules;

import io.github.camelopenrouter.body.LimitedRead;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.request.RequestLimit;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/**
 * How the operator's own steps read a request. Behind the conversions its size has been checked, and it may have grown a
 * little since. In front of them, behind {@code openrouter-gateway-source}, it is as the client sent it, and bytes have been
 * counted there: where it is compressed or a stream, its gateway's {@code max-request-bytes} holds here too.
 */
final class RuleBody {

    private static final long CHECKED_BEFORE = Integer.MAX_VALUE - 1;

    private RuleBody() {}

    /** Puts the tree into the message; returns what the message has to hold again where the request stays as it is. */
    static Object decode(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        long limit = isAsSent(message) ? RequestLimit.of(exchange) : CHECKED_BEFORE;
        if (message.getBody() instanceof InputStream once && !(once instanceof StreamCache)) {
            try (once) {
                message.setBody(LimitedRead.all(once, limit));
            }
        }
        Object before = message.getBody();
        new RequestDecoder(limit).process(exchange);
        return before;
    }

    private static boolean isAsSent(Message message) {
        return message.getBody() instanceof InputStream
                || message.getBody() instanceof StreamCache
                || message.getHeader(Exchange.CONTENT_ENCODING) != null;
    }
}
