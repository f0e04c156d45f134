/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.math.BigDecimal;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what the comparison of a key has found. */
final class ComparisonReport {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private ComparisonReport() {}

    /**
     * A warning, if there is something to say.
     *
     * @param unresolved attempts meanwhile that nobody has told the cost of
     * @param wasQuiet whether nothing was under way
     * @param isBegunAnew whether the next look is compared with this one
     */
    static void say(
            String label, BigDecimal difference, Instant since, int unresolved, boolean wasQuiet, boolean isBegunAnew) {
        if (difference.signum() == 0) {
            LOG.info("The key {} has cost at OpenRouter what is booked here since {}", label, since);
            return;
        }
        boolean more = difference.signum() > 0;
        LOG.warn(
                "The key {} has cost {} USD {} at OpenRouter than is booked here since {}: {}{}{}",
                label,
                difference.abs().toPlainString(),
                more ? "more" : "less",
                since,
                more ? "others may use it, other gateways too" : "OpenRouter's sum may be late",
                unresolved > 0 ? "; " + unresolved + " attempts are of unknown cost" : "",
                wasQuiet
                        ? ""
                        : "; calls were under way, whose costs may stand on one side only: the next look counts from "
                                + (isBegunAnew ? "this one" : "the same moment"));
    }
}
