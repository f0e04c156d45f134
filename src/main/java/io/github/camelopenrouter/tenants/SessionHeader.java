/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import io.github.camelopenrouter.api.Principal;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * The same as {@link Identifiers} for the header of a session, which calls without a request have, too. Stands in each
 * attempt: Camel begins each of them with the headers as the client has sent them.
 */
final class SessionHeader implements Processor {

    private static final String NAME = "x-session-id";

    private final @Nullable IdentifierHash hash;

    /** @param hash null where it stays here */
    SessionHeader(@Nullable IdentifierHash hash) {
        this.hash = hash;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Object session = message.getHeader(NAME);
        if (session == null) {
            return;
        }
        if (hash == null) {
            message.removeHeader(NAME);
        } else {
            message.setHeader(NAME, hash.of(Principal.of(exchange).tenant(), text(session)));
        }
    }

    /** As one that came more than once goes up. */
    private static String text(Object value) {
        return value instanceof Collection<?> values
                ? values.stream().map(String::valueOf).distinct().collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
