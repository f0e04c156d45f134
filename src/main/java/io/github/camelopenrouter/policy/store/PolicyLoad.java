/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.store;

import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyEdit.Change;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.policy.document.PolicyJson;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.spi.SharedPolicy.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How rows of a store become a policy, and entries rows. */
final class PolicyLoad {

    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::word, Function.identity()));

    private PolicyLoad() {}

    /**
     * What holds when these rows have been read.
     *
     * @param before null where nothing has been read yet
     * @param faults is told of keys that nobody here can read, as of a later version's: they are not good here
     * @throws PolicyFault if another entry cannot be read: without a team's rules its keys could do more than they may
     */
    static Policy next(@Nullable Policy before, List<Row> rows, long revision, Consumer<String> faults)
            throws PolicyFault {
        long latest = rows.stream().mapToLong(Row::revision).reduce(revision, Math::max);
        PolicyEdit edit = new PolicyEdit(before == null ? Policy.EMPTY : before, latest, label -> false, label -> true);
        List<Row> inOrder = new ArrayList<>(rows);
        inOrder.sort(Comparator.comparing(PolicyLoad::kind).thenComparing(row -> row.document() != null));
        for (Row row : inOrder) {
            read(edit, row, faults);
        }
        return edit.result();
    }

    private static void read(PolicyEdit edit, Row row, Consumer<String> faults) throws PolicyFault {
        Kind kind = kind(row);
        if (row.document() == null) {
            edit.remove(kind, row.name());
            return;
        }
        String pointer = kind.isNamed() ? "/" + kind.field() + "/" + row.name() : "/" + kind.field();
        try {
            edit.put(kind, row.name(), PolicyJson.read(row.document()), pointer, row.revision());
        } catch (PolicyFault fault) {
            if (kind != Kind.KEY) {
                throw new PolicyFault(fault.pointer(), fault.pointer() + ": " + fault.getMessage());
            }
            edit.remove(kind, row.name());
            faults.accept(fault.pointer() + ": " + fault.getMessage());
        }
    }

    private static Kind kind(Row row) {
        Kind kind = KINDS.get(row.kind());
        if (kind == null) {
            throw new IllegalStateException("the store has entries of a later version: " + row.kind());
        }
        return kind;
    }

    static List<Row> rows(PolicyEdit edit, Policy next) {
        return edit.changes().stream().map(change -> row(change, next)).toList();
    }

    private static Row row(Change change, Policy next) {
        PolicyKey key = change.kind() == Kind.KEY ? next.keys().get(change.name()) : null;
        Entry entry = change.entry();
        return new Row(
                change.kind().word(),
                change.name(),
                entry == null ? null : entry.text(),
                key == null ? null : key.sha256(),
                key != null && key.disabled(),
                key == null ? null : key.expires(),
                next.revision());
    }
}
