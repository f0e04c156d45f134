/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.response.EventStream;
import io.github.camelopenrouter.response.JsonResponse;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.response.ShownAnswer;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The filters of one call, for the one answer that it hands on. */
public final class CallFilters {

    private static final String LEFT_OUT = "The answer is withheld.";

    private final List<ResponseFilter> filters;

    CallFilters(List<ResponseFilter> filters) {
        this.filters = filters;
    }

    /**
     * What they let through of a stream.
     *
     * @param received tells what has come
     * @param report learns how the answer ends for its client
     */
    public FilteredStream stream(
            EventStream events,
            Operation operation,
            ClientLink client,
            ResponseReport received,
            ResponseReport report) {
        return new FilteredStream(events, new StreamFiltering(events, operation, filters, client, received, report));
    }

    /**
     * What they make of a plain answer, which they get as a whole.
     *
     * @param received tells what has come
     * @param newReport asked once the answer is there: learns how it ends for its client
     * @return bytes, or the answer itself where it is too long for them and none of them insists
     * @throws IOException if the answer breaks before its end
     */
    public Object body(
            JsonResponse answer,
            Operation operation,
            ClientLink client,
            ResponseReport received,
            Supplier<ResponseReport> newReport)
            throws IOException {
        HeldBytes held = new HeldBytes(client);
        try {
            answer.awaitWhole(held::unfinished);
            byte[] whole = answer.whole();
            ResponseReport report = newReport.get();
            List<AnswerEvent> out = new ArrayList<>(1);
            FilterChain chain = new FilterChain(filters, held, out::add);
            if (whole == null && chain.passUnread()) {
                received.whenEnded(report::end);
                return answer;
            }
            if (whole != null) {
                held.unfinished(0);
                judge(chain, AnswerEvent.ofBody(operation, whole), endOf(received));
            }
            if (!out.isEmpty()) {
                report.end(Objects.requireNonNull(received.facts()));
                return out.get(0).bytes();
            }
            chain.end(ResponseEnd.BLOCKED);
            answer.close();
            report.end(Objects.requireNonNull(received.facts()).as(Outcome.BLOCKED));
            String notice = chain.notice();
            return BlockedBody.of(operation, whole == null ? new byte[0] : whole, notice == null ? LEFT_OUT : notice);
        } finally {
            held.giveBackAll();
        }
    }

    /**
     * The answer cannot be read, because it is encoded or of no kind that is known.
     *
     * @param stream whether its client waits for an event stream
     * @param known what there is to tell of it
     * @return what is answered in its place because one of them insists, null if none does
     */
    public byte @Nullable [] unread(Operation operation, boolean stream, ClientLink client, ResponseFacts known)
            throws IOException {
        FilterChain chain = new FilterChain(filters, new HeldBytes(client), event -> {});
        if (chain.passUnread()) {
            return null;
        }
        String notice = Objects.requireNonNull(chain.notice());
        chain.end(ResponseEnd.BLOCKED);
        return stream
                ? new BlockedStream(operation, new ShownAnswer(operation)).render(notice, known)
                : BlockedBody.of(operation, new byte[0], notice);
    }

    private static void judge(FilterChain chain, AnswerEvent body, ResponseEnd end) {
        if (body.role() != AnswerEvent.Role.UNREADABLE) {
            chain.offer(body);
            chain.end(end);
        } else if (chain.passUnread()) {
            chain.offer(body);
        }
    }

    private static ResponseEnd endOf(ResponseReport received) {
        ResponseFacts facts = received.facts();
        return facts != null && facts.outcome() == Outcome.ERROR ? ResponseEnd.ERROR : ResponseEnd.COMPLETE;
    }
}
