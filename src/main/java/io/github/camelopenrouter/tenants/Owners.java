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
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Whose something is that OpenRouter keeps under an id: the tenant's of one gateway. */
final class Owners {

    private static final int NOT_FOUND = 404;

    private final String gateway;

    Owners(String gateway) {
        this.gateway = gateway;
    }

    String of(Exchange exchange) {
        return of(Principal.of(exchange));
    }

    String of(CallRecord.Client client) {
        return of(new Principal(client.key(), client.team(), client.user(), Set.of()));
    }

    /** @param record as the journal has it */
    String of(JsonNode record) {
        JsonNode client = record.path("client");
        String tenant =
                new Principal(text(client, "key"), text(client, "team"), text(client, "user"), Set.of()).tenant();
        return named(record.path("gateway").asText(), tenant);
    }

    private static @Nullable String text(JsonNode client, String name) {
        return client.path(name).asText(null);
    }

    private String of(Principal principal) {
        return named(gateway, principal.tenant());
    }

    private static String named(String gateway, @Nullable String tenant) {
        return gateway + "/" + (tenant == null ? "" : tenant);
    }

    /**
     * The answer for what is another's and for what nobody knows: the same, so that nobody can find out which of both it is.
     *
     * @param what it is, {@code Generation}
     */
    static OpenRouterException unknown(String what) {
        return OpenRouterException.of(NOT_FOUND, what + " not found", null, String.valueOf(NOT_FOUND));
    }
}
