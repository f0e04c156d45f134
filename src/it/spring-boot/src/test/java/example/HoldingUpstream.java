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
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Stands in for OpenRouter and sends each event of a stream only when the test allows it. */
final class HoldingUpstream implements AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore allowed = new Semaphore(0);
    private final CountDownLatch hangUp = new CountDownLatch(1);
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile boolean breaksOff;

    HoldingUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    /** Lets this many more events out. */
    void allow(int events) {
        allowed.release(events);
    }

    /** Takes back what has been allowed and not been sent; the next streams are whole ones. */
    void reset() {
        allowed.drainPermits();
        requests.clear();
        breaksOff = false;
    }

    /** The next stream ends after an event, without a finish reason. */
    void breakOff() {
        breaksOff = true;
    }

    /** The body of the next request that has come. */
    String awaitRequest() throws InterruptedException {
        return requests.poll(20, TimeUnit.SECONDS);
    }

    /** Whether a caller has hung up in the middle of a stream; waits for it. */
    boolean awaitHangUp() throws InterruptedException {
        return hangUp.await(20, TimeUnit.SECONDS);
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            requests.add(new String(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (true) {
                allowed.acquire();
                send(out, "data: {\"id\":\"gen-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}");
                if (breaksOff) {
                    return;
                }
            }
        } catch (IOException e) {
            hangUp.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(OutputStream out, String event) throws IOException {
        out.write((event + "\n\n").getBytes());
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
