/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin;

import static io.github.camelopenrouter.error.SmallJson.JSON;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.audit.AuditPage;
import io.github.camelopenrouter.audit.AuditQuery;
import io.github.camelopenrouter.audit.Persons;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /admin/v1/audit}: the lines of the audit, the newest first, as {@code {"lines":[…],"persons":{},"next"}}. To read
 * it is a line of its own.
 */
final class AuditAnswer implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(AuditAnswer.class);

    private static final String PRINCIPAL = "principal";

    @Override
    public void process(Exchange exchange) {
        Map<String, String> given = QueryParameters.of(exchange, AuditQuery.NAMES);
        AuditQuery query = query(given);
        try {
            Audited.begin(exchange, "audit.read", null, withoutName(given, exchange.getContext()));
            Reply.with(exchange, Reply.JSON, json(query.find(exchange.getContext())));
        } catch (NoSuchFileException | SettingException e) {
            throw OpenRouterException.of(404, "No audit is kept: openrouter.audit is off.", null, "no_audit");
        } catch (IOException e) {
            LOG.error("The audit in openrouter.data-dir cannot be read: {}", e.toString());
            throw OpenRouterException.overloaded("The audit cannot be read.", "audit_unreadable", 60);
        }
    }

    /** A name that is asked for becomes the word for that person, else nothing: it may be that of somebody who is forgotten. */
    private static Map<String, String> withoutName(Map<String, String> given, CamelContext context) throws IOException {
        Map<String, String> shown = new TreeMap<>(given);
        String name = given.get(PRINCIPAL);
        Optional<Persons> persons = Persons.find(context);
        if (name != null && persons.isPresent()) {
            shown.put(PRINCIPAL, persons.get().find(name).orElse("***"));
        }
        return shown;
    }

    private static AuditQuery query(Map<String, String> given) {
        try {
            return AuditQuery.parse(given);
        } catch (IllegalArgumentException e) {
            throw OpenRouterException.invalidRequest(String.valueOf(e.getMessage()), null);
        }
    }

    /** The lines go out as they stand in the files: whoever has them can compare their hashes. */
    private static byte[] json(AuditPage page) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes("{\"lines\":[".getBytes(UTF_8));
        String between = "\n";
        for (byte[] line : page.lines()) {
            json.writeBytes(between.getBytes(UTF_8));
            json.writeBytes(line);
            between = ",\n";
        }
        json.writeBytes("],\"persons\":".getBytes(UTF_8));
        json.writeBytes(JSON.writeValueAsBytes(page.persons()));
        json.writeBytes((",\"next\":" + page.next() + "}\n").getBytes(UTF_8));
        return json.toByteArray();
    }
}
