/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.auth.LocalRequest;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses on the management port what no honest client sends: paths that two readers could read as two, names of the host
 * that only a web page with a DNS of its own would use (DNS rebinding), and requests with a body that a browser would send
 * for a page of others without asking first.
 */
final class ManagementRequestCheck implements Handler<RoutingContext> {

    private static final Pattern ENCODED_SEPARATOR = Pattern.compile("%2f|%5c", Pattern.CASE_INSENSITIVE);

    /** In a path that has been decoded once; an escape that is left there would be another one's to decode. */
    private static final Pattern AMBIGUOUS = Pattern.compile("//|\\.\\.|/\\.(?:/|$)|[;\\\\\\p{Cntrl}]|%\\p{XDigit}{2}");

    private static final Pattern PORT = Pattern.compile(":\\d*$");
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final boolean onLoopback;
    private final Set<String> hosts;
    private final Supplier<ResponseFactory> responses;

    /**
     * @param onLoopback whether only programs of this machine can reach the port
     * @param hosts by which names it may be called, beside those of loopback addresses; empty: on another address by any
     */
    ManagementRequestCheck(boolean onLoopback, Set<String> hosts, Supplier<ResponseFactory> responses) {
        this.onLoopback = onLoopback;
        this.hosts = hosts;
        this.responses = responses;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        OpenRouterException refusal = refusalOf(request);
        if (refusal == null) {
            routing.next();
        } else {
            ClientResponse response = responses.get().open(routing);
            DrainAndRefuse.answer(routing.vertx(), request, () -> response.refuse(refusal));
        }
    }

    private @Nullable OpenRouterException refusalOf(HttpServerRequest request) {
        String host = request.getHeader(HttpHeaders.HOST);
        if (isAmbiguous(request.path())) {
            return OpenRouterException.of(
                    400, "The path has '//', '..', ';' or an encoded separator in it.", null, "malformed_request");
        }
        if (!isOurs(host)) {
            return new ForbiddenException("The management port is not called by this name (openrouter.admin.hosts).");
        }
        return SAFE.contains(request.method()) ? null : refusalOfUnsafe(request, host);
    }

    private static @Nullable OpenRouterException refusalOfUnsafe(HttpServerRequest request, @Nullable String host) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !LocalRequest.isOwnPage(origin, host)) {
            return new ForbiddenException("Web pages of another origin may not call the management port.");
        }
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return contentType != null && JSON.matcher(contentType.trim()).matches()
                ? null
                : OpenRouterException.unsupportedMediaType(
                        "The management port takes this method with the content type application/json only.");
    }

    private static boolean isAmbiguous(String path) {
        try {
            return ENCODED_SEPARATOR.matcher(path).find()
                    || AMBIGUOUS
                            .matcher(QueryStringDecoder.decodeComponent(path))
                            .find();
        } catch (IllegalArgumentException e) {
            return true; // an escape that is none
        }
    }

    private boolean isOurs(@Nullable String host) {
        if (!onLoopback && hosts.isEmpty()) {
            return true;
        }
        return host != null && (LocalRequest.isLoopback(host) || hosts.contains(nameOf(host)));
    }

    private static String nameOf(String host) {
        return PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
    }
}
