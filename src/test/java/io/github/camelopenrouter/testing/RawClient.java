/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

<<<<<<< HEAD
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * An HTTP/1.1 client on a plain socket: sends exactly the bytes a test wants, hangs up when told, and never hides that an
 * answer was cut off.
 */
public final class RawClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawClient connect(int port) throws IOException {
        return connect(new Socket(), port);
    }

    /** A client whose kernel takes little before the client itself reads. */
    public static RawClient withReceiveBuffer(int bytes, int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        return connect(socket, port);
    }

    private static RawClient connect(Socket socket, int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return new RawClient(socket);
    }

    /** Sends a whole POST with a JSON body; header lines come without line ends. */
    public RawClient post(String path, String json, String... headers) throws IOException {
        return post(path, json.getBytes(StandardCharsets.UTF_8), headers);
    }

    public RawClient post(String path, byte[] body, String... headers) throws IOException {
        return head("POST", path, body.length, headers).send(body);
    }

    /** Sends a request without a body. */
    public RawClient request(String method, String path) throws IOException {
        return send(method + " " + path + " HTTP/1.1\r\nHost: gateway\r\n\r\n");
    }

    /** Sends the head of a request whose body is still to come. */
    public RawClient head(String method, String path, long length, String... headers) throws IOException {
        return send(method + " " + path + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n" + lines(headers) + "\r\n");
    }

    /** Sends the head of a request whose body comes in chunks. */
    public RawClient chunkedHead(String path, String... headers) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n" + lines(headers) + "\r\n");
    }

    public RawClient chunk(byte[] bytes) throws IOException {
        return send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next answer, as soon as its head is there; its body is still to be read. */
    public Answer answer() throws IOException {
        return Answer.read(in, true);
    }

    /** The next answer, to a HEAD request: it has no body whatever its headers say. */
    public Answer answerToHead() throws IOException {
        return Answer.read(in, false);
    }

    /** Leaves without a word. */
    public void hangUp() throws IOException {
        socket.close();
    }

    /** Waits until the server has closed the connection, and says whether it did; what still arrives is dropped. */
    public boolean awaitClose() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    /** An answer whose head has been read. */
    public static final class Answer {

        private final int status;
        private final Map<String, String> headers;
        private final InputStream body;

        private Answer(int status, Map<String, String> headers, InputStream body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        private static Answer read(InputStream in, boolean hasBody) throws IOException {
            String statusLine = HttpLines.read(in);
            if (statusLine == null) {
                throw new EOFException("The connection was closed before an answer");
            }
            int status = Integer.parseInt(statusLine.split(" ")[1]);
            Map<String, String> headers = HttpLines.readHeaders(in);
            return new Answer(status, headers, hasBody && status >= 200 ? body(in, headers) : noBody());
        }

        private static InputStream body(InputStream in, Map<String, String> headers) {
            return headers.containsKey("Transfer-Encoding")
                    ? HttpLines.chunked(in)
                    : HttpLines.limited(in, Long.parseLong(headers.getOrDefault("Content-Length", "0")));
        }

        private static InputStream noBody() {
            return new ByteArrayInputStream(new byte[0]);
        }

        public int status() {
            return status;
        }

        /** By name in any case. */
        public String header(String name) {
            return headers.get(name);
        }

        /** Throws an EOFException where the connection ends before the body does. */
        public InputStream body() {
            return body;
        }

        /** The next bytes of the body as text. */
        public String next(int bytes) throws IOException {
            return new String(body.readNBytes(bytes), StandardCharsets.UTF_8);
        }

        /** The rest of the body. */
        public String text() throws IOException {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
=======
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A client that sends exactly the head a test wrote: odd cases, headers sent twice, absolute request lines, somebody
 * else's Host. One connection for each request.
 */
public final class RawClient {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String HEAD_END = "\r\n\r\n";

    private final int port;

    public RawClient(int port) {
        this.port = port;
    }

    /** A whole answer; header names in any case, values in the order they came. */
    public record Answer(int status, Map<String, List<String>> headers, byte[] body) {

        /** The only value of a header, null where it is absent. */
        public String header(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            if (values.size() > 1) {
                throw new AssertionError(name + " came more than once: " + values);
            }
            return values.isEmpty() ? null : values.get(0);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public Answer get(String path, String... headers) throws IOException {
        return send("GET " + path, null, headers);
    }

    /** As JSON, unless the headers say something else. */
    public Answer post(String path, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!has(headers, "Content-Type")) {
            all.add("Content-Type: application/json");
        }
        return send("POST " + path, body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    /** @param body null for none */
    public Answer send(String methodAndTarget, byte[] body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(methodAndTarget).append(" HTTP/1.1\r\nConnection: close\r\n");
        if (!has(headers, "Host")) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        if (body != null && !has(headers, "Content-Length")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            if (body != null) {
                socket.getOutputStream().write(body);
            }
            return answer(socket.getInputStream().readAllBytes());
        }
    }

    private static boolean has(String[] headers, String name) {
        return Arrays.stream(headers)
                .anyMatch(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    }

    private static Answer answer(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(HEAD_END);
        if (end < 0) {
            throw new IOException("No whole head: " + text);
        }
        String[] head = text.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.computeIfAbsent(head[i].substring(0, colon), name -> new ArrayList<>())
                    .add(head[i].substring(colon + 1).trim());
        }
        byte[] body = Arrays.copyOfRange(bytes, end + HEAD_END.length(), bytes.length);
        boolean chunked = headers.containsKey("Transfer-Encoding");
        return new Answer(Integer.parseInt(head[0].split(" ")[1]), headers, chunked ? withoutChunks(body) : body);
    }

    private static byte[] withoutChunks(byte[] body) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (true) {
            int lineEnd = text.indexOf("\r\n", at);
            if (lineEnd < 0) {
                throw new IOException("The answer was cut off");
            }
            int length = Integer.parseInt(text.substring(at, lineEnd).trim(), 16);
            if (length == 0) {
                return whole.toByteArray();
            }
            whole.write(body, lineEnd + 2, length);
            at = lineEnd + 2 + length + 2;
>>>>>>> h-borders
        }
    }
}
