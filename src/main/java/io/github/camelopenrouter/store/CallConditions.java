/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.PageStart;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which calls are wanted. What somebody asks for stands in parameters, never in the statement. */
final class CallConditions {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private CallConditions() {}

    static CallConditions of(CallQuery query) {
        CallConditions all = new CallConditions();
        all.add("r.id = ?", query.id() == null ? null : UUID.fromString(query.id()));
        all.addText("r.request_id = ?", query.requestId());
        all.addText("r.client_key = ?", query.key());
        all.addText("r.team = ?", query.team());
        all.addText("r.client_user = ?", query.user());
        all.addModel(query.model());
        all.add("r.status = ?", query.status());
        all.add("r.outcome = ?", query.outcome());
        all.add("r.started_at >= ?", at(query.from()));
        all.add("r.started_at < ?", at(query.to()));
        all.addStart(query.start());
        return all;
    }

    /** Another page may have been answered by the journal: it says in front of which of its files it went on. */
    private void addStart(PageStart start) {
        add("r.id < ?", start.id() == null ? null : UUID.fromString(start.id()));
        LocalDate day = start.day();
        if (day != null && start.id() == null) {
            add("r.started_at < ?", day.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
        }
    }

    private void addText(String condition, @Nullable String text) {
        add(condition, text == null ? null : CallColumns.storable(text));
    }

    /** One by one, as their indexes are. */
    private void addModel(@Nullable String model) {
        if (model != null) {
            conditions.add("(r.model_asked = ? or r.model_sent = ? or r.model_served = ?)");
            values.addAll(Collections.nCopies(3, CallColumns.storable(model)));
        }
    }

    private void add(String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }

    private static @Nullable Object at(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    void set(PreparedStatement select, int limit) throws SQLException {
        int at = 1;
        for (Object value : values) {
            select.setObject(at++, value);
        }
        select.setInt(at, limit);
    }
}
