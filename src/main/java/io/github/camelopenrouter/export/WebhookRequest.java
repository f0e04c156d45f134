/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.webhook.StandardWebhooks;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Puts the headers of Standard Webhooks on a batch. Its id follows from what is in it, so it is the same however often this
 * process sends the batch. The process that comes after it may cut batches elsewhere, and they have other ids then: what a
 * receiver knows a record by is its id and revision.
 */
final class WebhookRequest implements Processor {

    private static final int ID_BYTES = 16;

    private final String origin;
    private final byte @Nullable [] secret;
    private final Clock clock;

    WebhookRequest(String origin, byte @Nullable [] secret) {
        this(origin, secret, Clock.systemUTC());
    }

    /** @param secret null where nothing is signed */
    WebhookRequest(String origin, byte @Nullable [] secret, Clock clock) {
        this.origin = origin;
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws GeneralSecurityException {
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        message.setHeader(Exchange.HTTP_URI, origin);
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        StandardWebhooks.putHeaders(message, idOf(body), clock.instant(), body, secret);
    }

    private static String idOf(byte[] body) {
        byte[] hash = Sha256.begin().digest(body);
        return "msg_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
    }
}
