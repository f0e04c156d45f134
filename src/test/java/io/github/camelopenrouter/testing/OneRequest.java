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
public final class OneRequest {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String HEAD_END = "\r\n\r\n";

    private final int port;

    public OneRequest(int port) {
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
        }
    }
}
