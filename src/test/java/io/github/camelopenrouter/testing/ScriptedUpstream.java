/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/**
 * An upstream that does exactly what a test tells it, byte by byte, over a plain socket: holds events back, notices that
 * its caller has hung up, resets connections.
 */
public final class ScriptedUpstream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What the upstream does with one call; runs on a thread of its own. */
    @FunctionalInterface
    public interface Script {
        void answer(Call call) throws Exception;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "scripted-upstream");
        thread.setDaemon(true);
        return thread;
    });
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final AtomicInteger callCount = new AtomicInteger();
    private final AtomicInteger openConnections = new AtomicInteger();
    private volatile Script script;

    private ScriptedUpstream(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    public static ScriptedUpstream start(Script script) {
        return start(ServerSocketFactory.getDefault(), script);
    }

    /** One that speaks TLS when the factory does. */
    public static ScriptedUpstream start(ServerSocketFactory sockets, Script script) {
        try {
            ServerSocket server = sockets.createServerSocket(0, 1000, InetAddress.getLoopbackAddress());
            ScriptedUpstream upstream = new ScriptedUpstream(server, script);
            upstream.threads.execute(upstream::accept);
            return upstream;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on calls are answered so. */
    public void script(Script next) {
        script = next;
    }

    public String baseUrl() {
        boolean tls = server instanceof SSLServerSocket;
        return (tls ? "https://localhost:" : "http://127.0.0.1:") + server.getLocalPort() + "/api";
    }

    /** The next call that has come in, as soon as there is one. */
    public Call awaitCall() throws InterruptedException {
        Call call = calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("No call reached the upstream");
        }
        return call;
    }

    /** How many calls {@link #awaitCall()} would return at once. */
    public int waitingCalls() {
        return calls.size();
    }

    public int callCount() {
        return callCount.get();
    }

    public int openConnections() {
        return openConnections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    private void serve(Socket socket) {
        openConnections.incrementAndGet();
        try (socket) {
            socket.setTcpNoDelay(true);
            Call call = Call.read(socket);
            while (call != null) {
                callCount.incrementAndGet();
                calls.add(call);
                script.answer(call);
                call = call.isComplete() && !socket.isClosed() ? Call.read(socket) : null;
            }
        } catch (IOException e) {
            // the caller hung up: tests look at that through awaitHangUp
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            openConnections.decrementAndGet();
        }
    }

    /** One request, and the means to answer it. */
    public static final class Call {

        private final Socket socket;
        private final OutputStream out;
        private final String requestLine;
        private final Map<String, String> headers;
        private final byte[] body;
        private final CountDownLatch hungUp = new CountDownLatch(1);
        private boolean chunked;
        private boolean complete;

        private Call(Socket socket, String requestLine, Map<String, String> headers, byte[] body) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.requestLine = requestLine;
            this.headers = headers;
            this.body = body;
        }

        static Call read(Socket socket) throws IOException {
            InputStream in = socket.getInputStream();
            String requestLine = line(in);
            if (requestLine == null) {
                return null;
            }
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
                int colon = header.indexOf(':');
                headers.merge(
                        header.substring(0, colon),
                        header.substring(colon + 1).trim(),
                        (first, second) -> first + ", " + second);
            }
            int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
            return new Call(socket, requestLine, headers, in.readNBytes(length));
        }

        public String requestLine() {
            return requestLine;
        }

        /** By name in any case; values of a repeated header are joined by a comma. */
        public Map<String, String> headers() {
            return headers;
        }

        public byte[] body() {
            return body;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** Sends the head of a chunked answer. */
        public Call head(int status, String contentType, String... moreHeaders) throws IOException {
            chunked = true;
            return sendHead(status, contentType, "Transfer-Encoding: chunked", moreHeaders);
        }

        /** Sends a whole answer with a {@code Content-Length}. */
        public void answer(int status, String contentType, String text, String... moreHeaders) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            sendHead(status, contentType, "Content-Length: " + bytes.length, moreHeaders);
            out.write(bytes);
            out.flush();
            complete = true;
        }

        private Call sendHead(int status, String contentType, String framing, String... moreHeaders)
                throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n" + framing + "\r\n");
            if (contentType != null) {
                head.append("Content-Type: ").append(contentType).append("\r\n");
            }
            for (String header : moreHeaders) {
                head.append(header).append("\r\n");
            }
            return raw(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        public Call send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends these bytes as one chunk. */
        public Call send(byte[] bytes) throws IOException {
            if (chunked) {
                out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(bytes);
            if (chunked) {
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            return this;
        }

        public Call raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        public void end() throws IOException {
            raw("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            complete = true;
        }

        /** Ends the connection with a TCP reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the caller closes its connection, and says whether it did. */
        public boolean awaitHangUp() throws IOException {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketException e) {
                return true; // reset
            } catch (IOException e) {
                return false;
            } finally {
                hungUp.countDown();
            }
        }

        /** For the test's own thread: whether a script that calls {@link #awaitHangUp()} has seen it within this time. */
        public boolean hasHungUpWithin(Duration patience) throws InterruptedException {
            return hungUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        boolean isComplete() {
            return complete;
        }

        private static String line(InputStream in) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = in.read();
            while (next >= 0 && next != '\n') {
                if (next != '\r') {
                    line.write(next);
                }
                next = in.read();
            }
            return next < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
