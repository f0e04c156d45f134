/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.usage.CallPage;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.CallSearch;
import java.io.ByteArrayOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** {@code GET /admin/v1/calls}: the calls that are recorded, the newest first, as {@code {"calls":[…],"next"}}. */
final class CallsAnswer implements Processor {

    private final JournalQuestions journal;

    CallsAnswer(JournalQuestions journal) {
        this.journal = journal;
    }

    @Override
    public void process(Exchange exchange) {
        CallQuery query = query(exchange);
        CallPage page = journal.ask(
                store -> store.calls(query), data -> CallSearch.find(data, query, ClientLink.of(exchange)::isGone));
        Reply.with(exchange, Reply.JSON, json(page));
    }

    private static CallQuery query(Exchange exchange) {
        try {
            return CallQuery.parse(OwnCalls.narrow(exchange, QueryParameters.of(exchange, CallQuery.NAMES)));
        } catch (IllegalArgumentException e) {
            throw OpenRouterException.invalidRequest(String.valueOf(e.getMessage()), null);
        }
    }

    /** The records go out with the digits that they have in the journal. */
    private static byte[] json(CallPage page) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes("{\"calls\":[".getBytes(UTF_8));
        boolean first = true;
        for (byte[] record : page.records()) {
            json.writeBytes((first ? "\n" : ",\n").getBytes(UTF_8));
            json.writeBytes(record);
            first = false;
        }
        String next = page.next() == null ? "null" : "\"" + page.next() + "\"";
        json.writeBytes(("],\"next\":" + next + "}\n").getBytes(UTF_8));
        return json.toByteArray();
    }
}
