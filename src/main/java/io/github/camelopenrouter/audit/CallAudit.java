/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.RequestListener;
import java.util.Set;
import org.apache.camel.Exchange;

/** With {@code openrouter.audit=calls}: has each call be a line, with the HMAC of its request as it arrived. */
final class CallAudit implements RequestListener {

    private final CallQueue queue;
    private final RequestHash hash;

    CallAudit(CallQueue queue, RequestHash hash) {
        this.queue = queue;
        this.hash = hash;
    }

    @Override
    public CallListener listenerFor(Exchange request) {
        AuditedRequest known = AuditedRequest.of(request, hash);
        return call -> queue.add(new CallLine(call, known));
    }

    /** A call whose beginning nobody has seen. */
    @Override
    public void ended(CallRecord call) {
        CallRecord.Client client = call.client();
        Principal who = new Principal(client.key(), client.team(), client.user(), Set.of());
        queue.add(new CallLine(call, new AuditedRequest(AuditEvent.Actor.of(who, null), null)));
    }
}
