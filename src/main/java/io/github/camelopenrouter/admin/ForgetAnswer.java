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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.audit.Forgetting;
import io.github.camelopenrouter.audit.Persons;
import io.github.camelopenrouter.audit.PlainName;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /admin/v1/forget} with {@code {"user"}}: has the audit forget who that person is, and answers with the word that
 * its lines go on to have, and how many have the name itself: {@code {"person","plain_lines"}}. The name stands in the body, where no log of requests has it.
 */
final class ForgetAnswer implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetAnswer.class);

    private static final String USER = "user";

    @Override
    public void process(Exchange exchange) throws Exception {
        QueryParameters.of(exchange, Set.of());
        String user = userIn(exchange.getMessage().getBody(byte[].class));
        Persons persons = Persons.find(exchange.getContext())
                .orElseThrow(() ->
                        OpenRouterException.of(404, "No audit is kept: openrouter.audit is off.", null, "no_audit"));
        try {
            long plain = PlainName.lines(exchange.getContext(), user);
            Optional<String> person = persons.find(user);
            if (person.isEmpty()) {
                throw OpenRouterException.of(
                        404,
                        "No line of the audit has a word for this person; " + plain + " lines have the name itself.",
                        USER,
                        "unknown_person");
            }
            Audited.begin(exchange, Forgetting.ACTION, person.get(), Map.of());
            forget(exchange, persons, user, person.get());
            Reply.with(exchange, Reply.JSON, answer(person.get(), plain));
        } catch (IOException e) {
            LOG.error("The audit cannot forget a person: {}", e.toString());
            throw OpenRouterException.overloaded(
                    "Nobody is forgotten, for persons.jsonl in the audit's directory cannot be read or written.",
                    "audit_unavailable",
                    60);
        }
    }

    private static byte[] answer(String person, long plain) throws IOException {
        return JSON.writeValueAsBytes(
                JSON.createObjectNode().put("person", person).put("plain_lines", plain));
    }

    private static void forget(Exchange exchange, Persons persons, String user, String person) throws IOException {
        try {
            persons.forget(user);
        } catch (IOException e) {
            Audited.failed(exchange, Forgetting.ACTION, person, e.getClass().getSimpleName());
            throw e;
        }
    }

    private static String userIn(byte @Nullable [] body) throws IOException {
        try {
            JsonNode given = JSON.readTree(body == null ? new byte[0] : body);
            String user = given.path(USER).textValue();
            if (user != null && given.size() == 1 && !user.isBlank()) {
                return user;
            }
        } catch (JsonProcessingException e) {
            // said below, without what was sent
        }
        throw OpenRouterException.invalidRequest("The body must be {\"user\":\"…\"}, with the person's name.", USER);
    }
}
