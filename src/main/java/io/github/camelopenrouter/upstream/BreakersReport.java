/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers that have been asked, as {@code {"breakers":[{"vendor","state","until","seconds"}]}}: OpenRouter's
 * own first, whose vendor is null. {@code until} and {@code seconds} tell how long calls are still refused.
 */
final class BreakersReport extends JsonReport {

    private final VendorBreakers breakers;

    BreakersReport(VendorBreakers breakers, Clock clock) {
        super(clock);
        this.breakers = breakers;
    }

    @Override
    protected void tell(ObjectNode report) {
        ArrayNode rows = report.putArray("breakers");
        add(rows, null, breakers.platform());
        breakers.vendors().forEach((vendor, breaker) -> add(rows, vendor, breaker));
    }

    private void add(ArrayNode rows, @Nullable String vendor, VendorBreaker breaker) {
        String state =
                breaker.breaker().getState().name().toLowerCase(Locale.ROOT).replace('_', '-');
        ObjectNode row = rows.addObject()
                .put("vendor", vendor == null ? null : Vendor.shown(vendor))
                .put("state", state);
        putRemaining(row, breaker.remaining());
    }
}
