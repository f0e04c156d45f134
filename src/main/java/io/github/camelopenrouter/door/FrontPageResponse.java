/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;

/** Answers with the {@link FrontPage}, as HTML for a browser and as JSON for everybody else. */
final class FrontPageResponse {

    private static final String JSON = "application/json";
    private static final String HTML = "text/html";

    /** A page of text: nothing runs in it, nothing is fetched for it, and no other page shows it. */
    private static final String NOTHING_ELSE =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private FrontPageResponse() {}

    static void send(CamelContext context, RoutingContext routing, ClientResponse response, FrontPage page) {
        boolean browser = prefersHtml(routing);
        Message head = new DefaultMessage(context);
        head.setHeader("Content-Type", browser ? HTML + "; charset=utf-8" : JSON);
        byte[] body = browser ? page.html() : page.json();
        HttpServerResponse server = routing.response();
        server.headers().add("Vary", "Accept");
        server.putHeader("Content-Security-Policy", NOTHING_ELSE)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        DrainAndRefuse.answer(routing.vertx(), routing.request(), () -> response.sendWhole(head, body));
    }

    /** A client that takes anything, as curl does, gets the first. */
    private static boolean prefersHtml(RoutingContext routing) {
        for (MIMEHeader range : routing.parsedHeaders().accept()) {
            if (range.weight() == 0) {
                return false; // they come by weight
            }
            if (range.component().equals("*") || range.component().equalsIgnoreCase("application")) {
                return false;
            }
            if (range.value().equalsIgnoreCase(HTML) || range.value().equalsIgnoreCase("text/*")) {
                return true;
            }
        }
        return false;
    }
}
