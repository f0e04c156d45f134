/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.store.PolicyBook.Notes;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key}: who does not know whether an order has arrived sends it again, and it is carried out
 * once. The answer to the second is no repetition of the first, for nobody keeps the secret that was in it.
 *
 * @param order what the note is found by; null where nobody has sent such a header
 * @param body the hash of what was wanted
 */
record Idempotency(@Nullable String order, String body) {

    private static final String HEADER = "Idempotency-Key";
    /** Of an order that has given a key its text. */
    static final String KEY_HAS_TEXT =
            "This order has been carried out, and the key '%s' has its text: who has lost that rotates the key, under another "
                    + HEADER + ".";

    private static final String FORM = "[\\x21-\\x7e]{1,255}";

    static Idempotency of(Exchange exchange, JsonNode body) {
        String given = exchange.getMessage().getHeader(HEADER, String.class);
        if (given != null && !given.matches(FORM)) {
            throw OpenRouterException.invalidRequest(HEADER + " must be one word of at most 255 characters.", HEADER);
        }
        String who = String.valueOf(Principal.of(exchange).shown());
        return new Idempotency(given == null ? null : Sha256.hex(who + "\n" + given), Sha256.hex(body.toString()));
    }

    /**
     * @param done the sentence for an order that has been, with a place for what it was about
     * @throws OpenRouterException 409 if it has been carried out within a day
     */
    void requireNew(Notes notes, String done) throws IOException {
        String note = order == null ? null : notes.of(order);
        if (note == null) {
            return;
        }
        String[] parts = note.split(" ", 2);
        throw parts[0].equals(body)
                ? OpenRouterException.of(409, String.format(done, parts[1]), null, "already_made")
                : OpenRouterException.of(
                        409, "Another order had this " + HEADER + ".", HEADER, "idempotency_key_reused");
    }

    /** @param about what the order was about */
    void note(Notes notes, String about) throws IOException {
        if (order != null) {
            notes.add(order, body + " " + about);
        }
    }
}
