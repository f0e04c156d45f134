/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Stands in for OpenRouter: a test takes each call and answers it, with the events of a stream one by one. */
public final class HoldingUpstream implements QuarkusTestResourceLifecycleManager {

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** What the application gets to know of it. */
    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes());
            calls.add(new Call(exchange, request));
        });
        server.start();
        return Map.of(
                "openrouter.sandbox", "false",
                "openrouter.api-key", "any",
                "openrouter.base-url", "http://127.0.0.1:" + server.getAddress().getPort() + "/api");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(HoldingUpstream.class));
    }

    /** The next call that has come in, as soon as there is one. */
    Call awaitCall() throws InterruptedException {
        Call call = calls.poll(20, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("No call reached the upstream");
        }
        return call;
    }

    @Override
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A call that waits for its answer. */
    record Call(HttpExchange exchange, String request) {

        void answer(String text) throws IOException {
            begin("application/json");
            write(
                    "{\"id\":\"gen-1\",\"model\":\"openai/gpt-4o-mini\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                            + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"}}]}");
            exchange.close();
        }

        void stream() throws IOException {
            begin("text/event-stream");
        }

        void send(String word) throws IOException {
            write("data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word + "\"}}]}\n\n");
        }

        /** Ends the stream as OpenRouter does. */
        void complete() throws IOException {
            write("data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
            write("data: [DONE]\n\n");
            exchange.close();
        }

        private void begin(String type) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
        }

        private void write(String text) throws IOException {
            exchange.getResponseBody().write(text.getBytes());
            exchange.getResponseBody().flush();
        }
    }
}
