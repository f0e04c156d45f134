/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenTelemetry's own settings do to the standalone start, and what a collector that is away does to calls. */
@Timeout(60)
class TracingStartTest {

    @Test
    void aCollectorThatIsAwayCostsNoCallAnythingAndIsSaidOnce() throws Exception {
        int port = portOfNobody();
        try (LogRecorder log = LogRecorder.record()) {
            try (TestGateway gateway = TestGateway.sandbox(
                    "otel.exporter.otlp.endpoint=http://127.0.0.1:" + port,
                    "otel.exporter.otlp.timeout=200",
                    "otel.java.exporter.otlp.retry.disabled=true",
                    "otel.bsp.schedule.delay=10",
                    "tracing.ratio=1")) {
                for (int call = 0; call < 5; call++) {
                    assertThat(chat(gateway)).isEqualTo(200);
                }
                HttpTest.await(20).until(() -> losses(log) > 0);
                long begun = System.nanoTime();
                gateway.stop();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            }
            assertThat(losses(log)).isEqualTo(1);
        }
    }

    @Test
    void theLastSpansGoOutWhenItStops() throws Exception {
        try (Collector collector = new Collector()) {
            try (TestGateway gateway = TestGateway.sandbox(
                    "otel.exporter.otlp.endpoint=" + collector.endpoint(),
                    "otel.bsp.schedule.delay=600000",
                    "tracing.ratio=1")) {
                assertThat(chat(gateway)).isEqualTo(200);
                assertThat(collector.count()).isZero();
            }
            assertThat(collector.await(3)).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"tracing,false", "tracing.ratio,0", "otel.traces.sampler,always_off", "otel.sdk.disabled,true"})
    void nothingIsSentWhereASettingSaysSo(String setting, String value) throws Exception {
        try (Collector collector = new Collector()) {
            try (TestGateway gateway =
                    TestGateway.sandbox("otel.exporter.otlp.endpoint=" + collector.endpoint(), setting + "=" + value)) {
                assertThat(chat(gateway)).isEqualTo(200);
            }
            assertThat(collector.count()).isZero();
        }
    }

    @Test
    void theSamplerOfOpenTelemetrysSettingsIsAskedWhereNoRatioIsSet() throws Exception {
        try (Collector collector = new Collector()) {
            try (TestGateway gateway = TestGateway.sandbox(
                    "otel.exporter.otlp.traces.endpoint=" + collector.endpoint() + "/v1/traces",
                    "otel.traces.sampler=parentbased_always_on",
                    "otel.bsp.schedule.delay=10")) {
                assertThat(chat(gateway)).isEqualTo(200);
                assertThat(collector.await(3)).hasSize(3);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "otel.exporter.otlp.endpoint=collector:4317 | OTEL_EXPORTER_OTLP_ENDPOINT must be the URL of a collector, as"
                        + " http://127.0.0.1:4318 is.",
                "otel.exporter.otlp.traces.endpoint=:// | OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must be the URL of a collector, as"
                        + " http://127.0.0.1:4318 is.",
                "otel.exporter.otlp.protocol=grpc | OTEL_EXPORTER_OTLP_PROTOCOL is not what the gateway can do: it must be"
                        + " http/protobuf.",
                "otel.traces.exporter=zipkin | OTEL_TRACES_EXPORTER is not what the gateway can do: it must be otlp or none."
            })
    void whatCannotWorkStopsTheStart(String setting, String sentence) {
        assertThatThrownBy(() -> TestGateway.sandbox("tracing=true", setting).close())
                .rootCause()
                .hasMessage(sentence);
    }

    private static int portOfNobody() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return nobody.getLocalPort();
        }
    }

    private static long losses(LogRecorder log) {
        return log.lines().stream()
                .filter(line -> line.contains("the collector did not take"))
                .count();
    }

    private static int chat(TestGateway gateway) throws Exception {
        try (RawClient client = RawClient.connect(gateway.port())) {
            RawClient.Answer answer =
                    client.post("/v1/chat/completions", Door.CHAT.plain()).answer();
            answer.text();
            return answer.status();
        }
    }
}
