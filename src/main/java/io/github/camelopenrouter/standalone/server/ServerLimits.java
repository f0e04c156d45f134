/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.Set;

/**
 * How much the server takes from a client before there is a request that a route could answer.
 *
 * @param requestLineBytes the longest request line ({@code openrouter.max-request-line-bytes})
 * @param headerBytes all header fields together ({@code openrouter.max-header-bytes})
 * @param headTimeout how long a request line and its header may take ({@code openrouter.timeout.request})
 * @param idleTimeout the longest rest between two requests ({@code openrouter.timeout.client-idle})
 */
public record ServerLimits(int requestLineBytes, int headerBytes, Duration headTimeout, Duration idleTimeout) {

    /** Of a body that comes in one read, Vert.x makes pieces of this size, and an object and a copy of each. */
    private static final int LARGEST_PIECE = 64 * 1024;

    /**
     * The options of the server: these limits, on top of what Camel has put there for TLS.
     *
     * <p>HTTP/1.1 alone: what the engine does to a connection, it would do to all streams of an HTTP/2 one. Vert.x's own
     * idle time-out stays off, because it also counts while a client silently waits for its answer.
     */
    HttpServerOptions applyTo(HttpServerOptions given) {
        HttpServerOptions options = new HttpServerOptions(given);
        options.setMaxInitialLineLength(requestLineBytes).setMaxHeaderSize(headerBytes);
        options.setMaxChunkSize(LARGEST_PIECE);
        options.setIdleTimeout(0).setTcpNoDelay(true).setTcpKeepAlive(true);
        options.setDecompressionSupported(false).setCompressionSupported(false);
        options.setHttp2ClearTextEnabled(false).setUseAlpn(false);
        options.setPerFrameWebSocketCompressionSupported(false).setPerMessageWebSocketCompressionSupported(false);
        options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
        return options;
    }
}
