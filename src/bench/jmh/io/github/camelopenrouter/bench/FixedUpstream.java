/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Answers every POST with the same bytes, and allocates nothing for that: its share would blur what a call takes. */
final class FixedUpstream implements Closeable {

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(US_ASCII);

    private static final String MODELS =
            "{\"data\":[{\"id\":\"openai/gpt-4o\",\"context_length\":128000,\"pricing\":{\"prompt\":\"0.0000025\",\"completion\":\"0.00001\"}}]}";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final byte[] answer;
    private final byte[] models = whole("application/json", MODELS.getBytes(US_ASCII));

    FixedUpstream(String contentType, byte[] body) throws IOException {
        answer = whole(contentType, body);
        Thread thread = new Thread(this::serve, "fixed-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] whole(String contentType, byte[] body) {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        return (head + new String(body, US_ASCII)).getBytes(US_ASCII);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/api";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "fixed-upstream");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // the benchmark has closed this
            }
        }
    }

    private void serve(Socket socket) {
        byte[] request = new byte[16 * 1024];
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            while (readWhole(in, request)) {
                out.write(request[0] == 'G' ? models : answer);
            }
        } catch (IOException e) {
            // the benchmark has closed its connection
        }
    }

    private static boolean readWhole(InputStream in, byte[] request) throws IOException {
        int filled = 0;
        int end = Integer.MAX_VALUE;
        while (filled < end) {
            int read = in.read(request, filled, request.length - filled);
            if (read < 0) {
                return false;
            }
            filled += read;
            if (end == Integer.MAX_VALUE) {
                int head = find(request, filled, END_OF_HEAD);
                int length = head < 0 ? -1 : find(request, head, LENGTH);
                end = head < 0
                        ? end
                        : head + END_OF_HEAD.length + (length < 0 ? 0 : number(request, length + LENGTH.length));
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from) {
        int number = 0;
        for (int at = from; bytes[at] != '\r'; at++) {
            number = bytes[at] == ' ' ? number : number * 10 + bytes[at] - '0';
        }
        return number;
    }

    /** Ignores the case of letters; there are no others in what is looked for that this would blur. */
    private static int find(byte[] bytes, int length, byte[] wanted) {
        for (int at = 0; at + wanted.length <= length; at++) {
            int same = 0;
            while (same < wanted.length && lower(bytes[at + same]) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at;
            }
        }
        return -1;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
