/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;

/** What one key has been billed, by OpenRouter and by vendors whose own keys were used. */
final class Account {

    private static final BigDecimal LIMIT = BigDecimal.valueOf(100);

    private final Spending usage = new Spending();
    private final Spending byok = new Spending();

    void add(Usage billed, LocalDate today) {
        usage.add(billed.cost(), today);
        if (billed.byok()) {
            byok.add(billed.vendorCost(), today);
        }
    }

    /** What {@code GET /v1/key} tells of it. The limit is told and never enforced. */
    ObjectNode described(String label, LocalDate today) {
        ObjectNode key = Json.object().put("label", label).put("limit", LIMIT);
        key.put("limit_remaining", Usage.plain(LIMIT.subtract(usage.total()).max(BigDecimal.ZERO)));
        key.put("limit_reset", "monthly").put("include_byok_in_limit", false);
        usage.describe("usage", today, key);
        byok.describe("byok_usage", today, key);
        key.put("is_free_tier", false).put("is_management_key", false).put("is_provisioning_key", false);
        key.put("creator_user_id", "user_sim");
        key.putObject("rate_limit")
                .put("requests", -1)
                .put("interval", "10s")
                .put("note", "This field is deprecated and safe to ignore.");
        return key;
    }
}
