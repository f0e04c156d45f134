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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Stands in for OpenRouter: a test takes each call and sends the events of its stream one by one. */
final class HoldingUpstream implements AutoCloseable {

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    HoldingUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            calls.add(new Call(exchange, request));
        });
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
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
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A call whose answer is an event stream without an end, until the test ends it. */
    record Call(HttpExchange exchange, String request) implements AutoCloseable {

        void send(String word) throws IOException {
            data("{\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word + "\"}}]}");
        }

        /** Ends the stream as OpenRouter does. */
        void complete() throws IOException {
            data("{\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            data("[DONE]");
            close();
        }

        private void data(String event) throws IOException {
            exchange.getResponseBody().write(("data: " + event + "\n\n").getBytes());
            exchange.getResponseBody().flush();
        }

        /** Sends until the caller has gone; if it never goes, this does not end either. */
        void sendUntilItHangsUp() {
            try {
                while (true) {
                    send("more");
                }
            } catch (IOException e) {
                exchange.close();
            }
        }

        /** Ends the stream, whatever it lacks. */
        @Override
        public void close() {
            exchange.close();
        }
    }
}
