/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.policy.document.Caps;
import io.github.camelopenrouter.policy.document.ProviderRule;
import io.github.camelopenrouter.policy.document.ProviderRule.NothingLeft;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policy writes into a request: its caps, where more is asked for or nothing is said, and what is forced of {@code provider}. */
final class Rewrite {

    /** Each API has its own, and who reads which of another's is not written anywhere. */
    private static final List<String> OUTPUT = List.of("max_tokens", "max_completion_tokens", "max_output_tokens");

    private static final int LONGEST_NUMBER = 20;

    private final Grant grant;
    private final Operation operation;
    private final PlainJson plain;

    Rewrite(Grant grant, Operation operation, PlainJson plain) {
        this.grant = grant;
        this.plain = plain;
        this.operation = operation;
    }

    /** Whether {@link #into} would change nothing of this request. */
    boolean isIdle(ObjectNode body) {
        return grant.provider() == null && (grant.caps().isNone() || isWithin(body, grant.caps()));
    }

    void into(ObjectNode body) {
        Caps caps = grant.caps();
        if (caps.outputTokens() != null) {
            outputTokens(body, caps.outputTokens());
        }
        for (String field : OutputFields.COUNTS) {
            if (caps.n() != null && exceeds(body.get(field), caps.n())) {
                body.put(field, caps.n());
            }
        }
        ObjectNode forced = grant.provider();
        if (forced != null) {
            provider(body, forced);
        }
    }

    private void provider(ObjectNode body, ObjectNode forced) {
        JsonNode asked = body.get("provider");
        try {
            body.set(
                    "provider",
                    ProviderRule.narrow(forced, asked == null || asked.isNull() ? null : plain.whole(asked)));
        } catch (NothingLeft e) {
            throw Denied.notAllowed(
                    "Of what 'provider." + e.field() + "' asks for nothing is allowed here.", "provider." + e.field());
        }
    }

    private boolean isWithin(ObjectNode body, Caps caps) {
        Long n = caps.n();
        boolean few = n == null || OutputFields.COUNTS.stream().noneMatch(field -> exceeds(body.get(field), n));
        Long tokens = caps.outputTokens();
        return few
                && (tokens == null
                        || !lacksOutput(body) && OUTPUT.stream().noneMatch(field -> exceeds(body.get(field), tokens)));
    }

    private void outputTokens(ObjectNode body, long most) {
        if (lacksOutput(body)) {
            body.put(OutputFields.of(operation).get(0), most);
        }
        for (String field : OUTPUT) {
            if (exceeds(body.get(field), most)) {
                body.put(field, most);
            }
        }
    }

    private boolean lacksOutput(ObjectNode body) {
        return !OutputFields.of(operation).isEmpty()
                && OutputFields.of(operation).stream().noneMatch(body::hasNonNull);
    }

    /** What is no whole number above zero is more than any: who knows what it is read as. */
    private static boolean exceeds(@Nullable JsonNode value, long most) {
        if (value == null || value.isNull()) {
            return false;
        }
        String digits = value.isNumber() ? value.asText() : "";
        if (digits.isEmpty() || digits.length() > LONGEST_NUMBER) {
            return true;
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            return number.compareTo(BigDecimal.valueOf(most)) > 0
                    || number.compareTo(BigDecimal.ONE) < 0
                    || number.stripTrailingZeros().scale() > 0;
        } catch (NumberFormatException e) { // an exponent beyond all
            return true;
        }
    }
}
