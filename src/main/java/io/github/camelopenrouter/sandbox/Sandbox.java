/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * OpenRouter on one's own machine, without key, network or bill: it answers every operation of the API the way
 * OpenRouter does, down to its headers, heartbeats and key order, and misbehaves on request. It bills like
 * OpenRouter, too, in a ledger that everybody may read: {@code GET /sandbox/billed}.
 *
 * <p>{@code --sandbox} starts it for newcomers; the gateway's own tests use it as their upstream. Models called
 * {@code sandbox/…} fail, stall or break the framing in a documented way; {@code GET /sandbox} lists them.
 */
public final class Sandbox implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final HttpServer server;
    private final CallCounter calls = new CallCounter();
    private final Ledger ledger;
    private final Router router;

    private Sandbox(Vertx vertx, int port, Clock clock) {
        this.vertx = vertx;
        this.ledger = new Ledger(clock);
        this.router = new Router(ledger, clock);
        this.server = vertx.createHttpServer(serverOptions(port))
                .requestHandler(request -> new CallHandler(vertx, router, calls.begin()).handle(request));
    }

    /**
     * Starts on 127.0.0.1 and returns when it listens.
     *
     * @param port 0 for any free port
     * @throws IllegalStateException if it cannot listen there
     */
    public static Sandbox start(int port) {
        return start(port, Clock.systemUTC());
    }

    /** Of whose time days, months and the delay of generations are. */
    static Sandbox start(int port, Clock clock) {
        Sandbox sandbox = new Sandbox(Vertx.vertx(vertxOptions()), port, clock);
        try {
            sandbox.server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            sandbox.close();
            throw new IllegalStateException("The sandbox cannot listen on " + HOST + ":" + port, e.getCause());
        }
        return sandbox;
    }

    public int port() {
        return server.actualPort();
    }

    /** What {@code OPENROUTER_BASE_URL} would be: {@code /v1/…} is appended to it. */
    public String baseUrl() {
        return "http://" + HOST + ":" + port() + "/api";
    }

    /** Calls that are being answered right now. */
    public int openCalls() {
        return calls.open();
    }

    /** Calls whose client left before the answer's end, since the start. */
    public long abortedCalls() {
        return calls.aborted();
    }

    /**
     * From now on every call for this vendor's models fails with status 503, or no longer does.
     *
     * @param vendor for example {@code openai}
     */
    public void outage(String vendor, boolean down) {
        router.outage(vendor, down);
    }

    /** The last {@value Ledger#KEPT} calls that were billed, in the order in which they ended. */
    public List<BilledCall> billed() {
        return ledger.statement().calls().stream().map(Generation::billed).toList();
    }

    /** What all calls together were billed, in USD. */
    public BigDecimal billedTotal() {
        return ledger.total();
    }

    /**
     * How long after its end a generation is not found at {@code GET /v1/generation}; two seconds otherwise.
     *
     * @param delay zero or more
     */
    public void generationDelay(Duration delay) {
        ledger.delay(delay);
    }

    /** Cuts what is still open, frees the port and ends every thread. */
    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static HttpServerOptions serverOptions(int port) {
        return new HttpServerOptions()
                .setHost(HOST)
                .setPort(port)
                .setTcpNoDelay(true)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
    }
}
