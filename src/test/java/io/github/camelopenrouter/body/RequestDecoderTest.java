/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static io.github.camelopenrouter.body.Requests.bytes;
import static io.github.camelopenrouter.body.Requests.refusal;
import static io.github.camelopenrouter.body.Requests.sent;
import static io.github.camelopenrouter.body.Requests.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {

    private static final String BODY = "{\"model\":\"a/b\",\"n\":1.50}";

    @Test
    void leavesATreeInTheMessage() throws Exception {
        Exchange exchange = withBody(BODY);

        new RequestDecoder(1_000).process(exchange);

        assertThat(exchange.getMessage().getBody()).isInstanceOf(RequestBody.class);
    }

    @Test
    void saysThatItIsJson() throws Exception {
        assertThat(headersBehind(Map.of("content-type", "text/plain")))
                .hasSize(1)
                .containsEntry("Content-Type", "application/json");
    }

    @Test
    void dropsWhatDescribedTheBytesBefore() throws Exception {
        assertThat(headersBehind(
                        Map.of("content-encoding", "identity", "CONTENT-LENGTH", 9, "transfer-encoding", "chunked")))
                .containsOnlyKeys("Content-Type");
    }

    @Test
    void leavesOtherHeadersAlone() throws Exception {
        assertThat(headersBehind(Map.of("x-session-id", "s"))).containsEntry("X-Session-Id", "s");
    }

    private static Map<String, Object> headersBehind(Map<String, Object> headers) throws Exception {
        Exchange exchange = Requests.withBody(bytes(BODY), headers);
        new RequestDecoder(1_000).process(exchange);
        return exchange.getMessage().getHeaders();
    }

    /** A step in front has decoded it. */
    @Test
    void readsADecodedRequestWithoutChangingIt() throws Exception {
        Exchange exchange = withBody(RequestBody.read(BODY));
        Exchange other = exchange.copy();

        new RequestDecoder(1_000).process(exchange);
        RequestTree.of(exchange).put("model", "c/d");

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo(BODY.replace("a/b", "c/d"));
        assertThat(other.getMessage().getBody(String.class)).isEqualTo(BODY);
    }

    @Test
    void refusesADecodedRequestBeyondTheLimit() {
        assertThatThrownBy(() -> new RequestDecoder(BODY.length() - 1).process(withBody(RequestBody.read(BODY))))
                .hasMessageContaining("larger than");
        assertThatCode(() -> new RequestDecoder(BODY.length()).process(withBody(RequestBody.read(BODY))))
                .doesNotThrowAnyException();
    }

    @Test
    void readsText() {
        assertThat(sent(withBody("{\"a\":\"é😀\"}"))).isEqualTo("{\"a\":\"é😀\"}");
    }

    @Test
    void readsStreams() {
        assertThat(sent(withBody(new ByteArrayInputStream(bytes(BODY))))).isEqualTo(BODY);
    }

    @Test
    void readsACachedStreamFromItsBeginning() throws Exception {
        InputStreamCache cache = new InputStreamCache(bytes(BODY));
        cache.readAllBytes();

        assertThat(sent(withBody(cache))).isEqualTo(BODY);
    }

    @Test
    void readsWhatCamelCanTurnIntoAStream() {
        assertThat(sent(withBody(new StringReader(BODY)))).isEqualTo(BODY);
        assertThat(sent(withBody(ByteBuffer.wrap(bytes(BODY))))).isEqualTo(BODY);
    }

    @Test
    void writesMapsAsJson() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", "a/b");
        body.put("messages", List.of(Map.of("content", "é")));

        assertThat(sent(withBody(body))).isEqualTo("{\"model\":\"a/b\",\"messages\":[{\"content\":\"é\"}]}");
    }

    @Test
    void writesJacksonNodesAsJson() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", "a/b");

        assertThat(sent(withBody(body))).isEqualTo("{\"model\":\"a/b\"}");
    }

    @Test
    void refusesAList() {
        assertThat(refusal(withBody(List.of(1))).getMessage()).contains("must be a JSON object");
    }

    @Test
    void refusesAMissingBody() {
        assertThat(refusal(withBody(null)).getMessage()).contains("is empty");
    }

    @Test
    void refusesAnObjectThatIsNoJson() {
        assertThat(refusal(withBody(new Object())).getMessage()).isEqualTo("The request body cannot be read as JSON.");
    }

    @Test
    void refusesAMapThatIsNoJson() {
        assertThat(refusal(withBody(Map.of("a", new Object()))).getMessage())
                .isEqualTo("The request body cannot be written as JSON.");
    }

    @Test
    void refusesTextThatHasNoUtf8Form() {
        assertThat(refusal(withBody("{\"a\":\"\uD83D\"}")).getMessage()).contains("UTF-8");
    }

    @Test
    void closesTheStreamItHasRead() {
        Closable in = new Closable(BODY);

        sent(withBody(in));

        assertThat(in.closed).isTrue();
    }

    @Test
    void passesOnThatTheStreamBroke() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> new RequestDecoder(1_000).process(withBody(broken)))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "application/json",
                "Application/JSON; charset=utf-8",
                "application/vnd.api+json",
                "text/json",
                "text/plain;charset=UTF-8",
                "application/x-www-form-urlencoded"
            })
    void readsAnyContentTypeThatMayBeJson(String type) {
        assertThat(sent(withBody(bytes(BODY), headers("content-type", type)))).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/octet-stream",
                "multipart/form-data; boundary=x",
                "application/xml",
                "image/png",
                "application/jsonp",
                "application/json5",
                "nonsense"
            })
    void refusesOtherContentTypesAtTheDoorAlone(String type) throws Exception {
        Exchange request = withBody(bytes(BODY), headers("Content-Type", type));

        assertThat(sent(request)).isEqualTo(BODY);
        OpenRouterException refusal = refusalAtTheDoor("Content-Type", type);
        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.getMessage()).contains("content type", "application/json");
    }

    @Test
    void asksNothingOfARequestWithoutBodyAtTheDoor() {
        Exchange request = withBody(null, headers("Content-Type", "image/png"));
        request.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");

        assertThatCode(() -> RequestMedia.check(request, form -> false)).doesNotThrowAnyException();
    }

    @Test
    void asksNoContentTypeOfAJavaObject() {
        assertThat(sent(withBody(Map.of("a", 1), headers("Content-Type", "application/xml"))))
                .isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "identity, gzip"})
    void decodesGzip(String coding) {
        assertThat(sent(withBody(gzip(BODY), headers("Content-Encoding", coding))))
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "", " , "})
    void readsAnUncodedBodyAsItIs(String coding) {
        assertThat(sent(withBody(bytes(BODY), headers("Content-Encoding", coding))))
                .isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip", "gzip, br"})
    void refusesOtherContentEncodingsAtTheDoor(String coding) {
        OpenRouterException refusal = refusalAtTheDoor("Content-Encoding", coding);

        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.getMessage()).contains("content encoding", "gzip");
    }

    /** The header is of a body that a step in front has replaced. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "gzip, br"})
    void readsABodyThatIsNoGzipWhateverTheHeaderSays(String coding) {
        assertThat(sent(withBody(bytes(BODY), headers("Content-Encoding", coding))))
                .isEqualTo(BODY);
    }

    @Test
    void refusesHalfAGzip() {
        byte[] whole = gzip(BODY);

        assertBrokenGzip(Arrays.copyOf(whole, whole.length / 2));
        assertBrokenGzip(Arrays.copyOf(whole, 5));
    }

    @Test
    void refusesAGzipWithAWrongChecksum() {
        byte[] body = gzip(BODY);
        body[body.length - 6] ^= 1;

        assertBrokenGzip(body);
    }

    @Test
    void acceptsABodyOfExactlyTheLimit() throws Exception {
        for (Object body : List.of(bytes(BODY), BODY, new ByteArrayInputStream(bytes(BODY)))) {
            new RequestDecoder(BODY.length()).process(withBody(body));
        }
    }

    @Test
    void refusesABodyOneByteOverTheLimit() {
        for (Object body : List.of(bytes(BODY), BODY, new ByteArrayInputStream(bytes(BODY)), Map.of("model", BODY))) {
            assertThatThrownBy(() -> new RequestDecoder(BODY.length() - 1).process(withBody(body)))
                    .isInstanceOf(OpenRouterException.class)
                    .hasMessageContaining("larger than " + (BODY.length() - 1) + " bytes")
                    .extracting(e -> ((OpenRouterException) e).status())
                    .isEqualTo(413);
        }
    }

    @Test
    void readsNoMoreThanOneByteOverTheLimit() {
        Closable endless = new Closable("{\"a\":\"" + "x".repeat(1_000_000));

        assertThatThrownBy(() -> new RequestDecoder(1_000).process(withBody(endless)))
                .isInstanceOf(OpenRouterException.class);
        assertThat(endless.available()).isGreaterThan(990_000);
    }

    @Test
    void inflatesNoMoreThanTheLimit() {
        byte[] bomb = gzip("{\"a\":\"" + "x".repeat(1_000_000) + "\"}");
        Exchange exchange = withBody(bomb, headers("Content-Encoding", "gzip"));

        assertThatThrownBy(() -> new RequestDecoder(10_000).process(exchange))
                .isInstanceOf(OpenRouterException.class)
                .extracting(e -> ((OpenRouterException) e).status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"stream\":true}|true",
                "{\"stream\":false}|false",
                "{\"stream\":null}|false",
                "{\"stream\":\"true\"}|false",
                "{\"stream\":1}|false",
                "{\"nested\":{\"stream\":true}}|false",
                "{}|false"
            })
    void remembersWhetherAStreamIsWanted(String body, boolean stream) throws Exception {
        Exchange exchange = withBody(body);

        new RequestDecoder(1_000).process(exchange);

        assertThat(exchange.getProperty(OpenRouterConstants.STREAM)).isEqualTo(stream);
    }

    private static OpenRouterException refusalAtTheDoor(String header, String value) {
        Exchange request = withBody(bytes(BODY), headers(header, value));
        request.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
        return catchThrowableOfType(OpenRouterException.class, () -> RequestMedia.check(request, form -> false));
    }

    private static void assertBrokenGzip(byte[] body) {
        OpenRouterException refusal = refusal(withBody(body, headers("Content-Encoding", "gzip")));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("The request body is not valid gzip.");
    }

    private static Map<String, Object> headers(String name, String value) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(name, value);
        return headers;
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final class Closable extends ByteArrayInputStream {

        private boolean closed;

        Closable(String text) {
            super(bytes(text));
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
