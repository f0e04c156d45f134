/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.admin.JournalQuestions;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.SmallJson;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.usage.CallPage;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.CallSearch;
import io.github.camelopenrouter.usage.RecordLine;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of calls by what OpenRouter has generated for them: the latest in memory, where they are as soon as their
 * clients have their answers, the others in the journal. Safe for threads.
 */
final class Generations implements CallListener {

    private static final int MOST = 5_000;
    private static final int NO_JOURNAL = 404;
    private static final String NO_NODE = "";

    private final Owners owners;
    private final JournalQuestions journal;
    private final Map<String, CallRecord> latest = new LinkedHashMap<>();

    Generations(Owners owners, JournalQuestions journal) {
        this.owners = owners;
        this.journal = journal;
    }

    @Override
    public void ended(CallRecord call) {
        for (CallRecord.Attempt attempt : call.attempts()) {
            if (attempt.generationId() != null) {
                remember(attempt.generationId(), call);
            }
        }
    }

    private void remember(String id, CallRecord call) {
        synchronized (latest) {
            latest.put(id, call);
            if (latest.size() > MOST) {
                latest.remove(latest.keySet().iterator().next());
            }
        }
    }

    /** The record as the journal has it; null if there is none, or it is another's. */
    @Nullable
    JsonNode find(String id, String owner) {
        CallRecord call;
        synchronized (latest) {
            call = latest.get(id);
        }
        if (call != null && !isOf(call, owner)) {
            return null;
        }
        JsonNode written = call != null && isSettled(call) ? null : inJournal(id, owner);
        return written != null || call == null ? written : read(RecordLine.of(call, NO_NODE));
    }

    /** A cost that comes later stands in the journal alone. */
    private static boolean isSettled(CallRecord call) {
        return call.costSource() != CallRecord.CostSource.UNRESOLVED;
    }

    private boolean isOf(CallRecord call, String owner) {
        return owners.of(call.client()).equals(owner);
    }

    private @Nullable JsonNode inJournal(String id, String owner) {
        CallQuery query = CallQuery.ofGeneration(id);
        for (byte[] line : ask(query).records()) {
            JsonNode record = read(line);
            if (owners.of(record).equals(owner)) {
                return record;
            }
        }
        return null;
    }

    private CallPage ask(CallQuery query) {
        try {
            return journal.ask(store -> store.calls(query), data -> CallSearch.find(data, query, () -> false));
        } catch (OpenRouterException e) {
            if (e.status() == NO_JOURNAL) {
                return new CallPage(List.of(), null);
            }
            throw e;
        }
    }

    private static JsonNode read(byte[] line) {
        try {
            return SmallJson.JSON.readTree(line);
        } catch (IOException e) {
            return SmallJson.JSON.missingNode();
        }
    }
}
