/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.host.MainHost;
import io.github.camelopenrouter.sandbox.Sandbox;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What README and its pages tell host applications to copy, copied. */
@Timeout(120)
class ReadmeHostTest {

    private static final String SECOND = "openrouter.b.routes.enabled=true";

    private final Documents documents = documents();

    @Test
    void propertiesGiveAHostTheDoors() throws Exception {
        try (Sandbox sandbox = Sandbox.start(0);
                MainHost host = MainHost.onAllAddresses(properties(sandbox)).start()) {
            OneRequest.Answer answer = new OneRequest(host.port()).post(Door.CHAT.path(), Door.CHAT.plain());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("This is the sandbox");
        }
    }

    @Test
    void propertyGivesAHostASecondGateway() throws Exception {
        assertThat(documents.text()).contains(SECOND);
        try (Sandbox sandbox = Sandbox.start(0);
                MainHost host = MainHost.with(
                                SECOND, "openrouter.b.api-key=any", "openrouter.b.base-url=" + sandbox.baseUrl())
                        .start()) {
            Exchange answer = host.context()
                    .createProducerTemplate()
                    .request(
                            "direct:openrouter-b-chat-completions",
                            call -> call.getMessage().setBody(Door.CHAT.plain()));
            assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE))
                    .isEqualTo(200);
        }
    }

    @Test
    void kameletsRouteLetsThroughWhatItSays(@TempDir Path directory) throws Exception {
        Path route = Files.writeString(
                directory.resolve("team-b.camel.yaml"),
                documents.block("yaml", "team-b-chat-completions").text());
        try (LogRecorder log = LogRecorder.record();
                Sandbox sandbox = Sandbox.start(0);
                MainHost host = MainHost.with(
                                "camel.main.routesIncludePattern=file:" + route,
                                "openrouter.api-key=any",
                                "openrouter.base-url=" + sandbox.baseUrl())
                        .start()) {
            OneRequest client = new OneRequest(host.port());
            String path = "/team-b" + Door.CHAT.path();
            String allowed = Door.CHAT.plain().replace("openai/gpt-4o", "mistralai/mistral-large");
            String hidden = allowed.replaceFirst("}$", ",\"fallbacks\":[\"mistralai/small\",\"openai/gpt-4o\"]}");

            assertThat(client.post(path, allowed).status()).isEqualTo(200);
            assertThat(client.post(path, allowed.replace("mistralai/", "openrouter/mistralai/"))
                            .status())
                    .isEqualTo(200);
            assertRefused(client.post(path, Door.CHAT.plain()));
            assertRefused(client.post(path, hidden));
            assertRefused(client.post(path, hidden.replace("fallbacks", "models")));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    private static void assertRefused(OneRequest.Answer refused) {
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("Content-Type")).isEqualTo("application/json");
        assertThat(refused.text())
                .isEqualTo("{\"error\":{\"message\":\"This team has Mistral only.\","
                        + "\"type\":\"permission_error\",\"param\":null,\"code\":\"forbidden\"}}");
    }

    private String[] properties(Sandbox sandbox) {
        List<String> lines = new ArrayList<>(documents
                .block("properties", "camel.main.routesIncludePattern=classpath:camel/*,classpath:openrouter")
                .text()
                .lines()
                .toList());
        lines.removeIf(line -> line.startsWith("openrouter.api-key")); // from an environment that tests do not have
        lines.add("openrouter.api-key=any");
        lines.add("openrouter.base-url=" + sandbox.baseUrl());
        return lines.toArray(String[]::new);
    }

    private static Documents documents() {
        try {
            return Documents.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
