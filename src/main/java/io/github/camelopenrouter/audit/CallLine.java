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
import io.github.camelopenrouter.api.Redaction;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call that is to become a line. */
record CallLine(CallRecord call, AuditedRequest request) {

    static final String ACTION = "call";

    /** Names of models are a client's words, and may be as long as its request. */
    private static final int LONGEST = 200;

    AuditEvent event() {
        return new AuditEvent(request.actor(), ACTION, target(), Map.of(), after(), outcome());
    }

    /** The operation, or the door of what was refused in front of any, and the models: as asked, as sent, as served. */
    private String target() {
        String models = Stream.of(
                        call.model().asked(), call.model().sent(), call.model().served())
                .filter(Objects::nonNull)
                .distinct()
                .map(CallLine::shown)
                .collect(Collectors.joining(", "));
        String operation = call.operationId() == null ? call.door() : call.operationId();
        return models.isEmpty() ? operation : operation + " " + models;
    }

    private Map<String, Object> after() {
        Map<String, Object> after = new HashMap<>();
        after.put("id", call.id());
        after.put("arrived", call.time().truncatedTo(ChronoUnit.MILLIS).toString());
        after.put("door", call.door());
        after.put("outcome", call.outcome().word());
        put(after, "request_id", call.requestId() == null ? null : shown(call.requestId()));
        put(after, "hmac", request.hmac());
        put(after, "bytes", call.bytes().request());
        put(after, "status", call.status());
        put(
                after,
                "key",
                request.actor().principal().equals(call.client().key())
                        ? null
                        : call.client().key());
        put(after, "team", call.client().team());
        put(after, "gateway", call.gateway().isEmpty() ? null : call.gateway());
        return after;
    }

    private static void put(Map<String, Object> after, String name, @Nullable Object value) {
        if (value != null) {
            after.put(name, value);
        }
    }

    private AuditEvent.Outcome outcome() {
        return switch (call.outcome()) {
            case COMPLETE -> AuditEvent.Outcome.DONE;
            case REFUSED, BLOCKED -> AuditEvent.Outcome.REFUSED;
            default -> AuditEvent.Outcome.FAILED;
        };
    }

    /** Nothing that somebody has pasted where it does not belong: no line can be changed later. */
    private static String shown(String text) {
        return text.length() <= LONGEST
                ? Redaction.maskClientsWords(text)
                : Redaction.maskClientsWords(text.substring(0, LONGEST)) + "…";
    }
}
