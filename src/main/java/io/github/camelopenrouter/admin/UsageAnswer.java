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

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.usage.TooManyRowsException;
import io.github.camelopenrouter.usage.UsageFormat;
import io.github.camelopenrouter.usage.UsageOwner;
import io.github.camelopenrouter.usage.UsageQuery;
import io.github.camelopenrouter.usage.UsageReport;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /admin/v1/usage}: what the recorded calls have used and cost, as {@code --usage} tells it. */
final class UsageAnswer implements Processor {

    private static final Set<String> PARAMETERS =
            Set.of("from", "to", "group", "zone", "format", "team", "key", "user");
    private static final Logger LOG = LoggerFactory.getLogger(UsageAnswer.class);
    private static final String CSV = "text/csv; charset=utf-8";

    private final JournalQuestions journal;

    UsageAnswer(JournalQuestions journal) {
        this.journal = journal;
    }

    @Override
    public void process(Exchange exchange) {
        Map<String, String> given = OwnCalls.narrow(exchange, QueryParameters.of(exchange, PARAMETERS));
        UsageFormat format = format(given.getOrDefault("format", "json"));
        UsageQuery query = query(given);
        UsageReport report = report(query);
        Reply.with(
                exchange,
                format == UsageFormat.CSV ? CSV : Reply.JSON,
                format.write(report).getBytes(UTF_8));
    }

    private UsageReport report(UsageQuery query) {
        try {
            UsageReport report = journal.ask(store -> store.report(query), data -> UsageReport.of(data, query));
            if (report.unreadable() > 0) {
                LOG.warn(
                        "{} lines of the journal cannot be read and are left out, the first is {}",
                        report.unreadable(),
                        report.firstUnreadable());
            }
            return report;
        } catch (TooManyRowsException e) {
            throw OpenRouterException.invalidRequest(String.valueOf(e.getMessage()), "group");
        }
    }

    private static UsageQuery query(Map<String, String> given) {
        try {
            return UsageQuery.parse(given.get("from"), given.get("to"), given.get("group"), given.get("zone"))
                    .of(new UsageOwner(given.get("team"), given.get("key"), given.get("user")));
        } catch (IllegalArgumentException e) {
            throw OpenRouterException.invalidRequest(String.valueOf(e.getMessage()), null);
        }
    }

    /** The table is for people at a terminal. */
    private static UsageFormat format(String name) {
        return switch (name) {
            case "json" -> UsageFormat.JSON;
            case "csv" -> UsageFormat.CSV;
            default ->
                throw OpenRouterException.invalidRequest(
                        "format is \"" + name + "\", but must be json or csv.", "format");
        };
    }
}
