/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Answers that come packed, of OpenRouter's and of services that a host calls itself. With HttpClient 5.6 camel-http 4.18.0
 * unpacks the latter twice and fails, so that is not shipped.
 */
@Timeout(60)
class EncodedAnswersInHostTest {

    private static final String ANSWER = "{\"choices\":[]}";

    private ScriptedUpstream upstream;
    private HostApplication host;

    @BeforeEach
    void start() throws Exception {
        upstream = ScriptedUpstream.start(call -> call.head(200, "application/json", "Content-Encoding: gzip")
                .send(packed(ANSWER))
                .end());
        host = HostApplication.with("openrouter.api-key=any", "openrouter.base-url=" + upstream.baseUrl())
                .add(new OpenRouterRoutes())
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
        upstream.close();
    }

    @Test
    void openRoutersAnswerIsTheHostsAsItCame() throws Exception {
        Exchange answer = host.ask("direct:openrouter-chat-completions");

        assertThat(answer.getMessage().getHeader("Content-Encoding")).isEqualTo("gzip");
        assertThat(unpacked(answer.getMessage().getBody(byte[].class))).isEqualTo(ANSWER);
    }

    @Test
    void anotherServicesAnswerIsUnpackedOnce() {
        Exchange answer = host.ask(upstream.baseUrl() + "/elsewhere");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(String.class)).isEqualTo(ANSWER);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String unpacked(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), UTF_8);
    }
}
