/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.embedded;

import io.github.camelopenrouter.api.HeaderList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * The headers of a door that stands on the host's own engine: nothing of Camel's comes in, and out goes what
 * {@link HeaderList#TO_CLIENT} allows, as on an engine of ours.
 */
final class DoorHeaders extends HttpHeaderFilterStrategy {

    /**
     * Whether the header stays outside. While the first ones are read, Spring Boot's binding is told that the text of a form
     * is the body: it would take {@code curl -d}'s JSON for parameters, make headers of them, and fail.
     */
    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getHeader(Exchange.SKIP_WWW_FORM_URLENCODED) == null) {
            message.setHeader(Exchange.SKIP_WWW_FORM_URLENCODED, true);
        }
        return super.applyFilterToExternalHeaders(name, value, exchange);
    }

    /** Whether the header stays inside. The content type goes out by a way of its own. */
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return Exchange.CONTENT_TYPE.equalsIgnoreCase(name) || !HeaderList.TO_CLIENT.allows(name);
    }
}
