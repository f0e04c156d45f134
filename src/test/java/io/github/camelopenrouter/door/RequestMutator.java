/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelopenrouter.testing.BodyMutation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Makes one request from one seed: a valid one of some door, then changed in its body, header, path and framing. */
final class RequestMutator {

    private static final String[][] REQUESTS = {
        {
            "/v1/chat/completions",
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
                    + "\"Hi \\u00e9\",\"cache_control\":{\"type\":\"ephemeral\"}}]}],\"reasoning\":{\"effort\":\"high\","
                    + "\"max_tokens\":100},\"temperature\":0.7,\"store\":true,\"tools\":[{\"type\":\"function\"}]}"
        },
        {
            "/openai/v1/chat/completions",
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true,"
                    + "\"fallbacks\":[\"anthropic/claude-sonnet-4\"],\"seed\":12345678901234567890}"
        },
        {"/v1/completions", "{\"model\":\"openrouter/openai/gpt-4o\",\"prompt\":\"Once\",\"max_tokens\":5}"},
        {
            "/v1/responses",
            "{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                    + "\"image_url\":{\"url\":\"data:,\"}}]},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"1\","
                    + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":"
                    + "\"1\",\"content\":\"x\"}],\"reasoning\":{\"effort\":\"low\",\"max_tokens\":1}}"
        },
        {"/openai/v1/responses", "{\"model\":\"openai/gpt-4o\",\"input\":\"Hi\",\"stream\":false}"},
        {"/v1/embeddings", "{\"model\":\"openai/text-embedding-3-small\",\"input\":[\"a\",\"b\"]}"},
        {
            "/anthropic/v1/messages",
            "{\"model\":\"claude-3-5-sonnet-20241022\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\","
                    + "\"content\":\"Hi\"}],\"system\":[{\"type\":\"text\",\"text\":\"x\"}]}"
        },
        {"/v1/models", null},
        {"/v1/models/openai/gpt-4o", null},
    };

    private static final String[] SCRAPS = {
        "null",
        "true",
        "-1e99999",
        "123456789012345678901234567890.5",
        "\"\\ud800\"",
        "[]",
        "{}",
        "\"\"",
        "{\"model\":1}",
        ",",
        "\\",
        "\"",
        "\u0000",
        "\u2028",
        "\uFEFF",
        "\uD83D\uDC4B",
        "[[[[[[[[",
        "}}}}",
        "\"model\":\"x\",",
        "\"stream\":\"yes\","
    };

    private static final String[] ODD_HEADERS = {
        "CamelHttpUri: http://127.0.0.1:1/",
        "CamelHttpPath: /api/v1/keys",
        "CamelHttpMethod: DELETE",
        "CamelHttpRawQuery: a=b",
        "CamelHttpResponseCode: 500",
        "camelhttpuri: http://127.0.0.1:1/",
        "CamelFileName: x",
        "org.apache.camel.Exchange: x",
        "cOnTeNt-TyPe: application/json",
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data",
        "Content-Type: image/png",
        "Content-Type: ;;",
        "Content-Type:",
        "Content-Encoding: br",
        "Content-Encoding: identity, gzip",
        "Accept: text/html",
        "Accept: ,;q=",
        "Expect: 100-continue",
        "Expect: something",
        "Upgrade: h2c",
        "Upgrade: websocket",
        "Connection: upgrade",
        "Connection: close",
        "Authorization: Bearer other",
        "X-Request-Id: a b",
        "X-Request-Id: ok-1",
        "x-session-id: \u00ff\u0080",
        "x-openrouter-a: b\u0001c",
        "x-openrouter-: ",
        "x-openrouter-content-length: 1",
        "traceparent: \t",
        "anthropic-version: 2023-06-01",
        "anthropic-beta: a\r\nanthropic-beta: b",
        "X-A: b\r\n folded",
        "X-A: \u0000",
        "X A: b",
        ": nothing",
        "nothing",
        "Origin: null",
        "Range: bytes=0-1",
        "If-None-Match: *",
        "Host: other:99999",
        "X-Forwarded-Host: evil",
        "Cookie: a=b"
    };

    private static final String[] ODD_FRAMING = {
        "Content-Length: 1\r\nContent-Length: 2",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 0x10",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5, 5",
        "Content-Length: 3",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 10",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: chunked",
        "X-No-Length: 1"
    };

    private static final String[] METHODS = {
        "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PRI", "post", "B\u0001D", "M-SEARCH"
    };

    private static final String[] ODD_TARGETS = {
        "/",
        "*",
        "//v1//models",
        "/v1/../v1/models",
        "/v1/%2e%2e/models",
        "/v1/models/%zz",
        "/v1/models/a%2Fb",
        "/v1/models/%00",
        "/v1/models/%ff%fe",
        "/v1/models/../../x",
        "/v1/models/?a=b&a=%",
        "/v1/chat%2Fcompletions",
        "/v1/chat/completions/",
        "/v1/chat/completions?x=%zz",
        "/anthropic/v1/nothing",
        "/anthropic//v1/messages",
        "http://other/v1/models",
        "/v1/models;a=b",
        "/v1/models#x",
        "no-slash",
        "/\u00e9",
        "/v1\\models",
        "/openai/v1/models/x/y/z:free",
        "/v1/models/~a/b@c",
        "/v1/models/{id}"
    };

    private final Random random;
    private final String valid;
    private String method;
    private String target;
    private byte[] body;
    private final List<String> headers = new ArrayList<>();
    private boolean framed = true;
    /** Whether the request line is one that shows the door. */
    private boolean lineKept = true;

    private RequestMutator(long seed) {
        random = BodyMutation.random(seed);
        String[] chosen = REQUESTS[random.nextInt(REQUESTS.length)];
        valid = chosen[0];
        target = valid;
        method = chosen[1] == null ? "GET" : "POST";
        body = chosen[1] == null ? new byte[0] : chosen[1].getBytes(UTF_8);
    }

    /**
     * A request as its bytes.
     *
     * @param framed whether it says itself where it ends
     * @param anthropic the door's API, null where the request line does not show it
     */
    record Made(byte[] bytes, boolean framed, boolean head, boolean valid, Boolean anthropic) {
        @Override
        public String toString() {
            String text = new String(bytes, ISO_8859_1);
            return text.length() > 3000 ? text.substring(0, 3000) + "… " + text.length() : text;
        }
    }

    static Made make(long seed) {
        return new RequestMutator(seed).make();
    }

    private Made make() {
        boolean changesNothing = random.nextInt(20) == 0;
        if (!changesNothing) {
            change();
        }
        byte[] bytes = changesNothing ? bytes("HTTP/1.1", true, true) : changedBytes();
        boolean head = method.equals("HEAD");
        Boolean anthropic = lineKept ? (Boolean) valid.startsWith("/anthropic") : null;
        return new Made(bytes, framed, head, changesNothing, anthropic);
    }

    private void change() {
        for (int n = random.nextInt(4); n > 0 && body.length > 0; n--) {
            body = BodyMutation.any(random, body, SCRAPS);
        }
        for (int n = random.nextInt(3); n > 0; n--) {
            oddHeader();
        }
        if (random.nextInt(8) == 0) {
            method = METHODS[random.nextInt(METHODS.length)];
        }
        if (random.nextInt(8) == 0) {
            oddTarget();
        }
        if (body.length > 0 && random.nextInt(12) == 0) {
            gzip();
        }
    }

    private void oddHeader() {
        if (random.nextInt(40) == 0) {
            headers.add("X-Long: " + "a".repeat(random.nextInt(100_000)));
        } else {
            headers.add(ODD_HEADERS[random.nextInt(ODD_HEADERS.length)]);
        }
    }

    private void oddTarget() {
        lineKept = false;
        switch (random.nextInt(4)) {
            case 0 -> target = new String(BodyMutation.flip(random, valid.getBytes(ISO_8859_1)), ISO_8859_1);
            case 1 -> target = valid + "/" + "a".repeat(random.nextInt(20_000));
            default -> target = ODD_TARGETS[random.nextInt(ODD_TARGETS.length)];
        }
    }

    private void gzip() {
        headers.add("Content-Encoding: gzip");
        if (random.nextInt(10) == 0) {
            body = new byte[1_000_000]; // small on the wire, beyond the limit once decoded
        }
        body = zipped(body);
        if (random.nextBoolean()) {
            body = BodyMutation.any(random, body, SCRAPS);
        }
    }

    private static byte[] zipped(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private byte[] changedBytes() {
        String version = "HTTP/1.1";
        if (random.nextInt(60) == 0) {
            version = random.nextBoolean() ? "HTTP/1.0" : "HTTP/9.x";
        }
        lineKept &= !version.equals("HTTP/9.x") && !method.contains("\u0001");
        return bytes(version, random.nextInt(50) != 0, random.nextInt(100) != 0);
    }

    private byte[] bytes(String version, boolean withHost, boolean wellFramed) {
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + "\r\n");
        if (withHost) {
            head.append(random.nextBoolean() ? "Host: localhost\r\n" : "hOST: localhost\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        byte[] framedBody = wellFramed ? framing(head, version) : oddFraming(head);
        return BodyMutation.join(head.append("\r\n").toString().getBytes(ISO_8859_1), framedBody);
    }

    private byte[] framing(StringBuilder head, String version) {
        if (version.equals("HTTP/1.1") && random.nextInt(5) == 0) {
            head.append("Transfer-Encoding: chunked\r\n");
            return BodyMutation.chunks(random, body);
        }
        if (body.length > 0 || random.nextBoolean()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return body;
    }

    private byte[] oddFraming(StringBuilder head) {
        framed = false;
        head.append(ODD_FRAMING[random.nextInt(ODD_FRAMING.length)]).append("\r\n");
        return body;
    }
}
