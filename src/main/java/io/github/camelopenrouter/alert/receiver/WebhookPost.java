/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.receiver;

import io.github.camelopenrouter.webhook.StandardWebhooks;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** Signs a notification as it is. Its id is the notification's, so it is the same however often and by whom it is sent. */
final class WebhookPost implements Processor {

    static final String ID = "OpenRouterAlertId";

    private final String origin;
    private final byte @Nullable [] secret;
    private final Clock clock;

    /** @param secret null where nothing is signed */
    WebhookPost(String origin, byte @Nullable [] secret, Clock clock) {
        this.origin = origin;
        this.secret = secret;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if the notification has no id */
    @Override
    public void process(Exchange exchange) throws GeneralSecurityException {
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        String id = message.getHeader(ID, String.class);
        if (id == null) {
            throw new IllegalArgumentException("The header " + ID + " is missing: leave it on the message.");
        }
        JsonPost.post(message, origin, body);
        StandardWebhooks.putHeaders(message, "msg_" + id, clock.instant(), body, secret);
    }
}
