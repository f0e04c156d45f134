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
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
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
    private final AtomicInteger activeCalls = new AtomicInteger();
    private final AtomicInteger hangUps = new AtomicInteger();
    private volatile CountDownLatch bodyGate = new CountDownLatch(0);
    private volatile Script script;

    private ScriptedUpstream(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    public static ScriptedUpstream start(Script script) {
        return start(ServerSocketFactory.getDefault(), script);
    }

    /** One that comes back where another was. */
    public static ScriptedUpstream start(int port, Script script) {
        return start(ServerSocketFactory.getDefault(), port, script);
    }

    /** One that speaks TLS when the factory does. */
    public static ScriptedUpstream start(ServerSocketFactory sockets, Script script) {
        return start(sockets, 0, script);
    }

    private static ScriptedUpstream start(ServerSocketFactory sockets, int port, Script script) {
        try {
            ServerSocket server = sockets.createServerSocket(port, 1000, InetAddress.getLoopbackAddress());
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

    public int port() {
        return server.getLocalPort();
    }

    public String baseUrl() {
        boolean tls = server instanceof SSLServerSocket;
        return (tls ? "https://localhost:" : "http://127.0.0.1:") + port() + "/api";
    }

    /** The next call that has come in, as soon as there is one. */
    public Call awaitCall() throws InterruptedException {
        Call call = calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("No call reached the upstream");
        }
        return call;
    }

    /** Forgets the calls that have come in and nobody has asked for. */
    public void forgetCalls() {
        calls.clear();
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

    /** Calls whose script has not come to its end. */
    public int activeCalls() {
        return activeCalls.get();
    }

    /** How often a script has seen its caller hang up. */
    public int hangUps() {
        return hangUps.get();
    }

    /** From now on nothing of a request but its head is read before the gate opens. */
    public void readBodiesAfter(CountDownLatch gate) {
        bodyGate = gate;
    }

    /** Forgets what has come in so far; for tests that share an upstream. */
    public void forget() {
        calls.clear();
        callCount.set(0);
        hangUps.set(0);
        bodyGate = new CountDownLatch(0);
    }

    /** From now on connections are refused; those that are open stay. */
    public void stopListening() throws IOException {
        server.close();
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
                serveOrDrop(socket);
            } catch (IOException e) {
                return; // closed by the test
            }
        }
    }

    /** A connection that came in while the test was closing this is not left hanging. */
    private void serveOrDrop(Socket socket) throws IOException {
        try {
            threads.execute(() -> serve(socket));
        } catch (RejectedExecutionException e) {
            socket.close();
        }
    }

    private void serve(Socket socket) {
        openConnections.incrementAndGet();
        try (socket) {
            socket.setTcpNoDelay(true);
            Call call = Call.read(socket, bodyGate, hangUps);
            while (call != null) {
                answer(call);
                call = call.isComplete() && !socket.isClosed() ? Call.read(socket, bodyGate, hangUps) : null;
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

    private void answer(Call call) throws Exception {
        callCount.incrementAndGet();
        activeCalls.incrementAndGet();
        calls.add(call);
        try {
            script.answer(call);
        } catch (IOException e) {
            call.noteHangUp(); // it left while it was being written to
            throw e;
        } finally {
            activeCalls.decrementAndGet();
        }
    }

    /** One request, and the means to answer it. */
    public static final class Call {

        private final Socket socket;
        private final OutputStream out;
        private final String requestLine;
        private final List<String> headerLines;
        private final Map<String, String> headers;
        private final byte[] body;
        private final AtomicInteger hangUps;
        private final CountDownLatch hungUp = new CountDownLatch(1);
        private boolean chunked;
        private boolean complete;

        private Call(Socket socket, String requestLine, List<String> headerLines, byte[] body, AtomicInteger hangUps)
                throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.requestLine = requestLine;
            this.headerLines = headerLines;
            this.headers = HttpLines.byName(headerLines);
            this.body = body;
            this.hangUps = hangUps;
        }

        static Call read(Socket socket, CountDownLatch gate, AtomicInteger hangUps)
                throws IOException, InterruptedException {
            InputStream in = socket.getInputStream();
            String requestLine = HttpLines.read(in);
            if (requestLine == null) {
                return null;
            }
            List<String> headerLines = HttpLines.readHeaderLines(in);
            gate.await();
            int length = Integer.parseInt(HttpLines.byName(headerLines).getOrDefault("Content-Length", "0"));
            return new Call(socket, requestLine, headerLines, in.readNBytes(length), hangUps);
        }

        public String requestLine() {
            return requestLine;
        }

        /** As they came, also those of a name that came twice. */
        public List<String> headerLines() {
            return headerLines;
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
            if (!chunked) {
                return raw(bytes);
            }
            ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
            chunk.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunk.write(bytes);
            chunk.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            return raw(chunk.toByteArray());
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
            boolean gone = false;
            try {
                gone = socket.getInputStream().read() < 0;
            } catch (SocketException e) {
                gone = true; // reset
            } catch (IOException e) {
                gone = false; // still there after all our patience
            }
            if (gone) {
                noteHangUp();
            }
            return gone;
        }

        /** For scripts that notice it while they write. */
        public void noteHangUp() {
            hangUps.incrementAndGet();
            hungUp.countDown();
        }

        /** For the test's own thread: whether a script that calls {@link #awaitHangUp()} has seen it within this time. */
        public boolean hasHungUpWithin(Duration patience) throws InterruptedException {
            return hungUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        boolean isComplete() {
            return complete;
        }
    }
}
