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
import io.github.camelopenrouter.sandbox.Sandbox;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** The sandbox behind a proxy that remembers the calls, and holds or answers itself those that a test names. */
final class WatchedSandbox implements AutoCloseable {

    /** A call of the flow: its path, and what it sent. */
    record Call(String path, String body) {
        boolean isChat() {
            return path.endsWith("/chat/completions");
        }

        boolean isEmbeddings() {
            return path.endsWith("/embeddings");
        }
    }

    private final Sandbox sandbox = Sandbox.start(0);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Predicate<Call> held = call -> false;
    private volatile CountDownLatch holding = new CountDownLatch(1);
    private volatile Predicate<Call> replied = call -> false;
    private volatile int status;
    private volatile String reply;

    WatchedSandbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    /** How many calls there have been of this kind. */
    long calls(Predicate<Call> kind) {
        return calls.stream().filter(kind).count();
    }

    /** From now on these calls get no answer; the latch opens when there is one. */
    CountDownLatch hold(Predicate<Call> which) {
        holding = new CountDownLatch(1);
        held = which;
        return holding;
    }

    /** From now on calls are answered again. */
    void release() {
        held = call -> false;
    }

    /** From now on these calls get an error of this status. */
    void refuse(int status, Predicate<Call> which) {
        reply(status, "{\"error\":{\"code\":" + status + ",\"message\":\"Not this one\"}}", which);
    }

    /** From now on these calls get this answer. */
    void reply(int status, String json, Predicate<Call> which) {
        this.status = status;
        reply = json;
        replied = which;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes());
            Call call = new Call(exchange.getRequestURI().getPath(), body);
            calls.add(call);
            if (held.test(call)) {
                holding.countDown();
                closed.await();
            } else if (replied.test(call)) {
                answer(exchange, status, reply);
            } else {
                forward(exchange, call);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange, Call call) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(sandbox.baseUrl().replaceFirst("/api$", call.path())))
                .header("Authorization", "Bearer any")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call.body()))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        answer(exchange, answer.statusCode(), answer.body());
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(json.getBytes());
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
        sandbox.close();
    }
}
