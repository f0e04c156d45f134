/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of others out of a gateway that asks nobody for a key. A browser on this machine sends what a page wants
 * it to send, without asking first where the request is a simple one, and also to a name of the page's own that suddenly
 * has a loopback address (DNS rebinding). Both tell on themselves: by {@code Origin}, {@code Sec-Fetch-Site} and {@code Host}.
 */
final class WebPageCheck {

    private static final String ANY = "*";

    /** Exchange property: the port has names of its own, and has been called by one of them. */
    private static final String HOST_IS_CHECKED = "CamelOpenRouterHostIsChecked";

    private final String setting;
    private final Set<String> allowedOrigins;

    /**
     * @param setting the key that decides who may come in, {@code openrouter.auth}
     * @param allowedOrigins the pages that may, as browsers write them; {@code *} for all of them
     */
    WebPageCheck(String setting, Set<String> allowedOrigins) {
        this.setting = setting;
        this.allowedOrigins = allowedOrigins;
    }

    /** For a port that asks for its names itself, as the management port does. */
    static void noteHostIsChecked(Exchange exchange) {
        exchange.setProperty(HOST_IS_CHECKED, Boolean.TRUE);
    }

    /** Why this request may not come in, null if it may. A client of HTTP/1.0 may leave out the host. */
    @Nullable
    OpenRouterException refusalOf(Exchange exchange) {
        Message request = exchange.getMessage();
        String host = request.getHeader("Host", String.class);
        if (host != null && !LocalRequest.isLoopback(host) && exchange.getProperty(HOST_IS_CHECKED) == null) {
            return new ForbiddenException(
                    "As long as nobody has decided who may use this gateway, it is called by localhost or"
                            + " a loopback address alone: its operator has to set " + setting + ".");
        }
        String origin = request.getHeader("Origin", String.class);
        boolean foreign =
                origin == null ? isCrossSite(request) : !isAllowed(origin) && !LocalRequest.isOwnPage(origin, host);
        return foreign
                ? new ForbiddenException(
                        "As long as nobody has decided who may use this gateway, web pages of others may not:"
                                + " its operator has to list them in openrouter.cors.allowed-origins, or to set "
                                + setting + ".")
                : null;
    }

    /** What a page makes its browser load, such as a picture, has no origin. */
    private static boolean isCrossSite(Message request) {
        return "cross-site".equalsIgnoreCase(request.getHeader("Sec-Fetch-Site", String.class));
    }

    private boolean isAllowed(String origin) {
        return allowedOrigins.contains(origin) || allowedOrigins.contains(ANY);
    }
}
