/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.balance.MemberState;
import io.github.camelopenrouter.upstream.JsonReport;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** The keys that are left alone for a while, by their labels: {@code {"cooldowns":[{"key","until","seconds"}]}}. */
final class CooldownsReport extends JsonReport {

    private final Supplier<List<MemberState>> keys;

    CooldownsReport(Supplier<List<MemberState>> keys, Clock clock) {
        super(clock);
        this.keys = keys;
    }

    @Override
    protected void tell(ObjectNode report) {
        ArrayNode rows = report.putArray("cooldowns");
        keys.get().stream().filter(key -> !key.cooldown().isZero()).forEach(key -> add(rows, key));
    }

    private void add(ArrayNode rows, MemberState key) {
        putRemaining(rows.addObject().put("key", key.name()), key.cooldown());
    }
}
