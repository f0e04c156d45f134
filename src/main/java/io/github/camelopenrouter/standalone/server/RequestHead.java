/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.github.camelopenrouter.error.OpenRouterException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the decoder lets through and still is no request that can be answered safely. */
final class RequestHead {

    private RequestHead() {}

    /** Null if nothing is wrong. */
    static @Nullable OpenRouterException problemWith(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return ServerErrors.of(request.decoderResult().cause());
        }
        if (!isKnown(request.protocolVersion())) {
            return ServerErrors.malformed("Only HTTP/1.1 and HTTP/1.0 are spoken here.");
        }
        return hasKnownFraming(request)
                ? null
                : ServerErrors.malformed("The only transfer encoding that is read here is chunked.");
    }

    private static boolean isKnown(HttpVersion version) {
        return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
    }

    /** The decoder reads a body of unknown encoding as none, and its bytes as the next request (RFC 9112, 6.1). */
    private static boolean hasKnownFraming(HttpRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                || codings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))
                        && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }
}
