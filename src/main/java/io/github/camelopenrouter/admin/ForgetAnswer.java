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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.audit.Forgetting;
import io.github.camelopenrouter.audit.Persons;
import io.github.camelopenrouter.audit.PlainName;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.usage.RenamedRecords;
import io.github.camelopenrouter.usage.UserRecords;
import io.github.camelopenrouter.usage.UserStore;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /admin/v1/forget} with {@code {"user"}}: has audit, journal and store forget who that person is, and answers with
 * the word that they go on to have, what has been changed, and what has the name itself and keeps it: {@code
 * {"person","plain_lines","journal","store","files_left"}}. The name stands in the body, where no log of requests has it.
 */
final class ForgetAnswer implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetAnswer.class);

    private static final String USER = "user";

    /** Nobody is to be forgotten under two words. */
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public void process(Exchange exchange) throws Exception {
        QueryParameters.of(exchange, Set.of());
        String user = userIn(exchange.getMessage().getBody(byte[].class));
        lock.lock();
        try {
            forget(exchange, user);
        } catch (SettingException e) {
            throw OpenRouterException.of(
                    404, "Neither audit nor journal is kept, for openrouter.data-dir is empty.", null, "no_journal");
        } catch (IOException e) {
            LOG.error("A person cannot be forgotten: {}", e.toString());
            throw OpenRouterException.overloaded(
                    "The person is not forgotten everywhere, for not all can be read or written: the log says what. Then"
                            + " order it again.",
                    "forget_unavailable",
                    60);
        } finally {
            lock.unlock();
        }
    }

    private static void forget(Exchange exchange, String user) throws IOException {
        CamelContext context = exchange.getContext();
        Persons persons = Persons.of(context);
        UserRecords records = UserRecords.of(context);
        long plain = PlainName.lines(context, user);
        if (persons.find(user).isEmpty() && !records.have(user)) {
            throw OpenRouterException.of(
                    404,
                    "Neither audit nor journal nor store has a word for this person; " + plain
                            + " lines of the audit have the name itself.",
                    USER,
                    "unknown_person");
        }
        String person = persons.pseudonym(user);
        Audited.begin(exchange, Forgetting.ACTION, person, Map.of());
        try {
            UserRecords.Renamed renamed = records.rename(user, person);
            persons.forget(user);
            Reply.with(exchange, Reply.JSON, JSON.writeValueAsBytes(answer(person, plain, renamed)));
        } catch (IOException e) {
            Audited.failed(exchange, Forgetting.ACTION, person, e.getClass().getSimpleName());
            throw e;
        }
    }

    private static ObjectNode answer(String person, long plain, UserRecords.Renamed renamed) {
        ObjectNode answer = JSON.createObjectNode().put("person", person).put("plain_lines", plain);
        RenamedRecords journal = renamed.journal();
        answer.putObject("journal")
                .put("files", journal.files())
                .put("records", journal.records())
                .put("plain_lines", journal.plain());
        UserStore.Rows store = renamed.store();
        if (store == null) {
            answer.putNull("store");
        } else {
            answer.putObject("store").put("calls", store.calls()).put("hours", store.hours());
        }
        ArrayNode left = answer.putArray("files_left");
        renamed.left().forEach(left::add);
        return answer;
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
