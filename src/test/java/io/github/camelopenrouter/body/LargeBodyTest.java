/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.HttpEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body full of base64 costs a copy, not a decode. */
class LargeBodyTest {

    private static final int TEN_MEGABYTES = 10_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void tenMegabytesOfImageAreSentAsTheyCame() {
        String body = image("A".repeat(TEN_MEGABYTES));

        assertThat(Requests.sent(body)).isEqualTo(body);
    }

    @Test
    void tenMegabytesOfImageAreNotCopied() {
        assertThat(allocatedBy(Requests.bytes(image("A".repeat(TEN_MEGABYTES)))))
                .isLessThan(TEN_MEGABYTES / 10);
    }

    @Test
    void tenMegabytesOfEscapedTextAreNotCopied() {
        assertThat(allocatedBy(Requests.bytes(image("\\n\\u00e9é".repeat(TEN_MEGABYTES / 10)))))
                .isLessThan(TEN_MEGABYTES / 10);
    }

    /** Around the sizes of the buffer and of the smallest large body. */
    @ParameterizedTest
    @ValueSource(ints = {8_191, 8_192, 8_193, 65_535, 65_536, 65_537, 200_000})
    void bodyOfAnySizeIsSentAsItCame(int size) {
        String frame = image("");
        String body = image("A".repeat(size - frame.length()));

        assertThat(Requests.sent(body)).isEqualTo(body);
        assertThat(Requests.ready(body).getMessage().getBody(String.class)).isEqualTo(body);
        assertThat(Requests.written(BodyParser.parse(Requests.bytes(body)))).isEqualTo(Requests.bytes(body));
    }

    @Test
    void manySmallValuesAreSentAsTheyCame() {
        for (int seed = 0; seed < 20; seed++) {
            String text = IntStream.range(seed * 500, seed * 500 + 500)
                    .mapToObj(part -> new RandomJson(part, 5, false).object())
                    .collect(Collectors.joining(",", "{\"all\":[", "]}"));
            ObjectNode tree = BodyParser.parse(Requests.bytes(text));

            assertThat(Minifier.minify(new String(Requests.written(tree), StandardCharsets.UTF_8)))
                    .as("seed %d", seed)
                    .isEqualTo(Minifier.minify(text));
        }
    }

    @Test
    void isReadByAnyTypeAnyNumberOfTimes() throws Exception {
        String body = image("é".repeat(100_000));
        Exchange exchange = Requests.ready(body);
        Message message = exchange.getMessage();

        for (int time = 0; time < 2; time++) {
            assertThat(message.getBody(byte[].class)).isEqualTo(Requests.bytes(body));
            assertThat(message.getBody(String.class)).isEqualTo(body);
            assertThat(message.getBody(InputStream.class)).hasBinaryContent(Requests.bytes(body));
            assertThat(sentBy(message.getBody(HttpEntity.class))).isEqualTo(body);
        }
    }

    @Test
    void isDecodedAgain() throws Exception {
        String body = image("A".repeat(100_000));
        Exchange exchange = Requests.ready(body);

        new RequestDecoder(Requests.LIMIT).process(exchange);
        RequestTree.of(exchange).put("model", "c/d");
        new RequestEncoder().process(exchange);

        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo(body.replace("a/b", "c/d"));
    }

    @Test
    void isAnnouncedByItsLength() {
        String body = image("A".repeat(100_000));
        HttpEntity entity = (HttpEntity) Requests.ready(body).getMessage().getBody();

        assertThat(entity.getContentLength()).isEqualTo(body.length());
        assertThat(entity.getContentType()).isEqualTo("application/json");
        assertThat(entity.isChunked()).isFalse();
        assertThat(entity.isRepeatable()).isTrue();
    }

    /** HttpClient tells a closed connection by the exception of its stream. */
    @Test
    void failureOfTheConnectionIsTheOneThatTheCallerSees() {
        HttpEntity entity = (HttpEntity)
                Requests.ready(image("A".repeat(100_000))).getMessage().getBody();
        SocketException closed = new SocketException("Socket closed");

        assertThatThrownBy(() -> entity.writeTo(new FilterOutputStream(OutputStream.nullOutputStream()) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        throw closed;
                    }
                }))
                .isSameAs(closed);
    }

    @Test
    void aMillionTokenNumbersAreNoMillionNodes() {
        byte[] body = Requests.bytes("{\"model\":\"a/b\",\"input\":[[" + "1234,".repeat(1_000_000) + "5]]}");

        assertThat(BodyParser.parse(body).get("input").get(0)).isInstanceOf(SliceNode.class);
    }

    private long allocatedBy(byte[] body) {
        Exchange exchange = Requests.withBody(body);
        Requests.sent("{}");
        RequestDecoder decoder = new RequestDecoder(Requests.LIMIT);
        RequestEncoder encoder = new RequestEncoder();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            decoder.process(exchange);
            encoder.process(exchange);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static String sentBy(HttpEntity entity) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        entity.writeTo(sent);
        return sent.toString(StandardCharsets.UTF_8);
    }

    private static String image(String data) {
        return "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"data:image/png;base64," + data + "\"}}]}]}";
    }
}
