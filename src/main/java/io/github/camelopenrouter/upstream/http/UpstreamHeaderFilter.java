/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.api.HeaderList;
import io.github.camelopenrouter.upstream.UpstreamRequest;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * The border to OpenRouter. Inwards only the headers of {@link HeaderList#FROM_OPENROUTER} reach an exchange, and only
 * with values that may be sent on: an answer that is paid for must not be lost over a character in a header. Outwards only
 * those pass that {@link UpstreamRequest} writes, not what Camel may add to every exchange of a host, a breadcrumb for
 * example. The content type stands on the entity.
 */
public final class UpstreamHeaderFilter implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return name.startsWith("Camel") || !UpstreamRequest.writes(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return !HeaderList.FROM_OPENROUTER.allows(name) || !isSendable(String.valueOf(value));
    }

    /** Source: RFC 9110, 5.5: a control character other than a tab makes a value invalid. */
    private static boolean isSendable(String value) {
        return value.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 127);
    }
}
