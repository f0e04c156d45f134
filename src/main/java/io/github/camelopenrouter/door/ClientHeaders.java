/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.CollectionHelper;

/**
 * What a route sees of a request's head: the client's headers, and method, path and query under Camel's own names.
 *
 * <p>A header that looks like one of Camel's never gets in, in any case (CVE-2025-27636, CVE-2025-29891), and query
 * parameters do not become headers at all.
 */
final class ClientHeaders {

    private ClientHeaders() {}

    static void copy(HttpServerRequest request, Message message) {
        Map<String, Object> headers = message.getHeaders();
        for (Map.Entry<String, String> header : request.headers()) {
            if (!isCamels(header.getKey())) {
                CollectionHelper.appendEntry(headers, header.getKey(), header.getValue());
            }
        }
        headers.put(Exchange.HTTP_METHOD, request.method().name());
        headers.put(Exchange.HTTP_PATH, request.path());
        headers.put(Exchange.HTTP_URI, request.path());
        if (request.query() != null) {
            headers.put(Exchange.HTTP_QUERY, request.query());
        }
    }

    private static boolean isCamels(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel") || lower.startsWith("org.apache.camel.");
    }
}
