/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

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
        return send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Sends the head of a request whose body is still to come. */
    public RawClient head(String method, String path, long length, String... headers) throws IOException {
        return send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n" + lines(headers) + "\r\n");
    }

    /** Sends the head of a request whose body comes in chunks. */
    public RawClient chunkedHead(String path, String... headers) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
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
            if (headers.containsKey("Transfer-Encoding")) {
                return HttpLines.chunked(in);
            }
            String length = headers.get("Content-Length");
            return length == null ? in : HttpLines.limited(in, Long.parseLong(length));
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

        /** Throws an EOFException where the connection ends before the body does; without a length the two are one. */
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
        }
    }
}
