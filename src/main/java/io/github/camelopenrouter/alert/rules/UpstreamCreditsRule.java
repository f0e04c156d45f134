/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert.rules;

import io.github.camelopenrouter.api.AlertFinding;
import io.github.camelopenrouter.spi.NotYetKnownException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Little is left of the limit of an OpenRouter key, or its account has nothing left. */
final class UpstreamCreditsRule extends KeyRule {

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamCreditsRule.class);

    private static final BigDecimal TENTH = new BigDecimal("0.1");

    private final @Nullable BigDecimal least;
    private final Supplier<? extends Set<String>> unpaid;
    private List<AlertFinding> last = List.of();

    /** @param least US dollars that have to be left; null for a tenth of the limit */
    UpstreamCreditsRule(Background<List<KeyFacts>> keys, @Nullable BigDecimal least) {
        this(keys, least, Set::of);
    }

    /** @param unpaid keys to which OpenRouter has refused calls for want of credits */
    UpstreamCreditsRule(
            Background<List<KeyFacts>> keys, @Nullable BigDecimal least, Supplier<? extends Set<String>> unpaid) {
        super("upstream-credits", keys);
        this.least = least;
        this.unpaid = unpaid;
    }

    /** What a refusal says, no answer about limits can take back. */
    @Override
    public List<AlertFinding> look(Instant now) throws Exception {
        Set<String> refused = unpaid.get();
        List<AlertFinding> found = new ArrayList<>();
        refused.forEach(key -> found.add(new AlertFinding(
                key,
                Dollars.of(BigDecimal.ZERO),
                null,
                "OpenRouter refuses calls with the key " + key
                        + " with status 402: its account has no credits left.")));
        limits(now, !refused.isEmpty()).stream()
                .filter(finding -> !refused.contains(finding.subject()))
                .forEach(found::add);
        return found;
    }

    /** @param isTold whether there is something to tell even where nobody answers: what was found last stays, then */
    private List<AlertFinding> limits(Instant now, boolean isTold) throws Exception {
        try {
            last = super.look(now);
        } catch (Exception e) {
            if (!isTold || e instanceof NotYetKnownException) {
                throw e;
            }
            LOG.debug("The limits of the keys are not known now", e);
        }
        return last;
    }

    @Override
    @Nullable
    AlertFinding lookAt(KeyFacts key, Instant now) {
        BigDecimal limit = key.limit();
        BigDecimal remaining = key.remaining();
        if (limit == null || remaining == null) {
            return null;
        }
        BigDecimal threshold = least == null ? limit.multiply(TENTH) : least;
        return remaining.compareTo(threshold) > 0
                ? null
                : new AlertFinding(
                        key.subject(),
                        Dollars.of(remaining),
                        Dollars.of(threshold),
                        "Of the limit of the OpenRouter key " + key.subject() + ", " + Dollars.of(limit) + ", there is "
                                + Dollars.of(remaining) + " left.");
    }
}
