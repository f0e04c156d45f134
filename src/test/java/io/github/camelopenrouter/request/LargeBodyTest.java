/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

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
    void tenMegabytesOfImageAreCopiedOnce() {
        byte[] body = Requests.bytes(image("A".repeat(TEN_MEGABYTES)));

        assertThat(allocatedBy(body)).isLessThan(body.length * 3L / 2);
    }

    @Test
    void tenMegabytesOfEscapedTextAreCopiedOnce() {
        byte[] body = Requests.bytes(image("\\n\\u00e9é".repeat(TEN_MEGABYTES / 10)));

        assertThat(allocatedBy(body)).isLessThan(body.length * 3L / 2);
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

    private static String image(String data) {
        return "{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"data:image/png;base64," + data + "\"}}]}]}";
    }
}
