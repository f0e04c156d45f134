/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.policy.budgets.BudgetBook.Caller;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a line of the journal says of a call's money.
 *
 * @param amount what it has cost, or may have cost
 * @param known whether it is what it has cost
 */
record BookedCall(String id, int revision, Instant time, Caller caller, BigDecimal amount, boolean known) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNRESOLVED = CostSource.UNRESOLVED.word();

    /** @throws IOException if somebody has damaged it */
    static BookedCall of(byte[] line) throws IOException {
        try {
            JsonNode record = JSON.readTree(line);
            JsonNode client = record.path("client");
            boolean known = !record.path("cost_source").asText().equals(UNRESOLVED);
            BigDecimal spend = amount(record, "spend");
            return new BookedCall(
                    record.path("id").asText(),
                    record.path("rev").intValue(),
                    Instant.parse(record.path("time").asText()),
                    new Caller(
                            client.path("team").textValue(),
                            client.path("user").textValue(),
                            client.path("key").textValue()),
                    known ? spend : spend.max(amount(record, "estimate")),
                    known);
        } catch (RuntimeException e) {
            throw new IOException("no record of a call", e);
        }
    }

    private static BigDecimal amount(JsonNode record, String name) {
        return record.hasNonNull(name) ? new BigDecimal(record.path(name).asText()) : BigDecimal.ZERO;
    }
}
