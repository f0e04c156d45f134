/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.QueryParameters;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.PolicyFault;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code POST /admin/v1/keys/<label>/rotate}: another text for the key; the one of before is good for the overlap still. */
record RotateKey(KeyText texts, Clock clock) implements Processor {

    private static final String ACTION = "key.rotate";
    private static final Pattern OVERLAP = Pattern.compile("(\\d{1,5})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(30);

    @Override
    public void process(Exchange exchange) {
        QueryParameters.of(exchange, Set.of());
        String label = Order.name(exchange, Kind.KEY);
        Duration overlap = overlap(exchange);
        Idempotency once = Idempotency.of(exchange, wanted(label, overlap));
        String secret = texts.next();
        NewKey made = PolicyOrders.carryOut(exchange, ACTION, label, (edit, notes) -> {
            once.requireNew(notes, Idempotency.KEY_HAS_TEXT);
            Caller caller = Caller.of(exchange, edit.before());
            KeyInHand key = KeyInHand.of(edit, caller, label);
            ObjectNode document = key.entry().document();
            ObjectNode before = document.deepCopy();
            if (overlap.isZero()) {
                document.remove("replaced");
            } else {
                document.putObject("replaced")
                        .put("sha256", key.key().sha256())
                        .put(
                                "until",
                                clock.instant()
                                        .plus(overlap)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString());
            }
            document.put("sha256", Sha256.hex(secret));
            edit.put(Kind.KEY, label, document, "");
            new KeyRules(edit.before(), caller).checkNew(Objects.requireNonNull(edit.key(label)), document);
            once.note(notes, label);
            PolicyOrders.begin(exchange, ACTION, label, before, document);
            Entry entry = Objects.requireNonNull(edit.entry(Kind.KEY, label));
            return new NewKey(entry, secret);
        });
        Answers.json(exchange, 200, made.shown());
        Answers.tag(exchange, made.entry());
    }

    /** What an order to rotate is known by: no new key is wanted like this. */
    private static JsonNode wanted(String label, Duration overlap) {
        return JsonNodeFactory.instance.objectNode().put(ACTION, label).put("overlap", overlap.toString());
    }

    private static Duration overlap(Exchange exchange) {
        try {
            ObjectNode body = Order.object(exchange);
            String given = body.path("overlap").asText("0s");
            Matcher parts = OVERLAP.matcher(given);
            if (body.size() <= (body.has("overlap") ? 1 : 0) && parts.matches()) {
                Duration overlap =
                        Duration.parse((parts.group(2).equals("d") ? "P" : "PT") + parts.group(1) + parts.group(2));
                if (overlap.compareTo(LONGEST) <= 0) {
                    return overlap;
                }
            }
        } catch (PolicyFault fault) {
            throw PolicyOrders.fault(fault);
        }
        throw OpenRouterException.invalidRequest(
                "The body must be { \"overlap\": \"24h\" }, 30d at most, or an empty object for none.", "/overlap");
    }
}
