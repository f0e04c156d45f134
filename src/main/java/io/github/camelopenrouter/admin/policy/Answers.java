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
import io.github.camelopenrouter.admin.Reply;
import io.github.camelopenrouter.policy.document.Entry;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;

/** What an administrator gets back. */
final class Answers {

    private static final String ETAG = "ETag";

    private Answers() {}

    static void json(Exchange exchange, int status, JsonNode body) {
        Reply.with(exchange, Reply.JSON, body.toString().getBytes(StandardCharsets.UTF_8));
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    }

    static void entry(Exchange exchange, int status, Entry entry) {
        json(exchange, status, Shown.of(entry));
        tag(exchange, entry);
    }

    static void tag(Exchange exchange, Entry entry) {
        exchange.getMessage().setHeader(ETAG, "\"" + entry.revision() + "\"");
    }
}
