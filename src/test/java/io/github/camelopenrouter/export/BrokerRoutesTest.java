/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.TestGateway;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The routes to Kafka and S3 with components of the tests' own in place of Camel's; those themselves: {@code mvn -Pproof test}. */
@Timeout(60)
class BrokerRoutesTest {

    @TempDir
    private Path data;

    private final List<String> sent = new CopyOnWriteArrayList<>();

    @Test
    void kafkaGetsAMessageARecordWhoseKeyIsTheCalls() throws Exception {
        Calls.write(data, "usage-2026-01-01.1.jsonl", 2);
        List<String> failures = new ArrayList<>(List.of("once"));
        Component kafka = new Component(exchange -> {
            if (!failures.isEmpty()) {
                throw new IOException(failures.remove(0));
            }
            for (Object item : exchange.getMessage().getBody(List.class)) {
                Message message = (Message) item;
                sent.add(message.getHeader("kafka.KEY") + " " + message.getBody(String.class));
            }
        });
        try (TestGateway gateway =
                start("kafka", kafka, "export.kafka.brokers=127.0.0.1:9", "export.kafka.topic=calls")) {
            await().until(() -> sent.size() == 2);
            assertThat(gateway.context().getRoute("openrouter-export-webhook")).isNull();
        }
        assertThat(sent.get(1))
                .isEqualTo("usage-2026-01-01.1.jsonl-1 " + Calls.record("usage-2026-01-01.1.jsonl-1", 0));
        assertThat(kafka.asked)
                .startsWith("kafka://calls?")
                .contains("brokers=127.0.0.1%3A9", "requestRequiredAcks=all");
    }

    @Test
    void bucketsGetFullFilesByTheMachinesName() throws Exception {
        Calls.write(data, "usage-2026-01-01.1.jsonl", 2);
        Component s3 = new Component(exchange -> sent.add(exchange.getMessage().getHeader("CamelAwsS3Key") + " "
                + exchange.getMessage().getBody(File.class).length()));
        try (TestGateway gateway = start("aws2-s3", s3, "export.s3.bucket=mine", "export.s3.prefix=a/", "node=one")) {
            Calls.make(gateway.port(), 1); // into the file of today
            await().until(() -> sent.size() == 1);
        }
        assertThat(sent.get(0)).matches("a/one/usage-2026-01-01\\.1\\.[0-9a-f]{16}\\.jsonl\\.gz [1-9]\\d+");
        assertThat(s3.asked).startsWith("aws2-s3://mine?");
    }

    private TestGateway start(String scheme, Component component, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("data-dir=" + data);
        return TestGateway.startingWith(
                        new RouteBuilder() {
                            @Override
                            public void configure() {
                                getContext().addComponent(scheme, component);
                            }
                        },
                        all.toArray(String[]::new))
                .awaitStart();
    }

    private static final class Component extends DefaultComponent {
        private final Processor receiver;
        private volatile String asked = "";

        Component(Processor receiver) {
            this.receiver = receiver;
        }

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            asked = uri;
            parameters.clear();
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) throws Exception {
                            receiver.process(exchange);
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
