/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.api.HeaderList;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets scripts of the listed web pages call our doors (the Fetch standard's CORS protocol): says so in preflights and in
 * every answer, errors and streams too. A page that is not on the list gets none of it; that is its browser's business.
 *
 * <p>Credentials are never allowed: keys come in headers, and a cookie means nothing here. Camel's own CORS stays off, it
 * reflects any origin together with credentials (CVE-2026-84176).
 */
final class Cors {

    private static final String ANY = "*";

    /** Two hours, the longest that Chromium keeps an answer to a preflight. */
    private static final String MAX_AGE_SECONDS = "7200";

    /** What clients in browsers send: OpenAI's and Anthropic's libraries, OpenRouter's own examples, tracing. */
    private static final Set<String> REQUEST_HEADERS = Set.of(
            "accept",
            "authorization",
            "content-type",
            "x-api-key",
            "openai-beta",
            "openai-organization",
            "openai-project",
            "idempotency-key",
            "http-referer",
            "user-agent",
            "x-title",
            "x-request-id",
            "x-client-request-id",
            "x-session-id",
            "x-anthropic-beta",
            "traceparent",
            "tracestate");

    private static final Pattern REQUEST_HEADER_FAMILIES =
            Pattern.compile("(anthropic|x-stainless|x-openrouter)-[a-z0-9-]+");

    private final Set<String> allowedOrigins;
    private final boolean any;

    /** @param allowedOrigins as browsers write them, or {@code *}; empty: nothing is ever said */
    Cors(Set<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
        this.any = allowedOrigins.contains(ANY);
    }

    /** Whether a browser asks for one of these pages if it may send a request. */
    boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null
                && allowedOrigin(request) != null;
    }

    /** Puts the answer to a preflight into the head, beside what {@link #mark} says. */
    void permit(HttpServerRequest request, String methods) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        String wanted = request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
        String allowed = wanted == null ? "" : allowedHeaders(wanted);
        if (!allowed.isEmpty()) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
    }

    /** Tells the browser, when the head goes out, that the page may see the answer and which of its headers. */
    void mark(HttpServerRequest request) {
        if (allowedOrigins.isEmpty()) {
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = allowedOrigin(request);
        if (origin != null) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.headersEndHandler(done -> expose(response));
        }
    }

    /** A prefix cannot be exposed, so the names are those that this answer has. */
    private static void expose(HttpServerResponse response) {
        String names = response.headers().names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(HeaderList.TO_SCRIPT::allows)
                .sorted()
                .collect(Collectors.joining(", "));
        response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, names);
    }

    /** What the answer shall name, null for a page that is not on the list or a caller that is no page. */
    private @Nullable String allowedOrigin(HttpServerRequest request) {
        String origin = allowedOrigins.isEmpty() ? null : request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return null;
        }
        if (any) {
            return ANY;
        }
        return allowedOrigins.contains(origin) ? origin : null;
    }

    private static String allowedHeaders(String wanted) {
        return Arrays.stream(wanted.toLowerCase(Locale.ROOT).split(","))
                .map(String::trim)
                .filter(name -> REQUEST_HEADERS.contains(name)
                        || REQUEST_HEADER_FAMILIES.matcher(name).matches())
                .collect(Collectors.joining(", "));
    }
}
