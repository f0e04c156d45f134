/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One sandbox per test class, and the few ways in which the tests talk to it. */
abstract class SandboxFixture {

    static final HttpClient CLIENT = HttpClient.newHttpClient();
    static final String CHAT = "/v1/chat/completions";
    static final String COMPLETIONS = "/v1/completions";
    static final String RESPONSES = "/v1/responses";
    static final String MESSAGES = "/v1/messages";
    static final String EMBEDDINGS = "/v1/embeddings";

    static Sandbox sandbox;

    @BeforeAll
    static void startSandbox() {
        sandbox = Sandbox.start(0);
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer sk-or-v1-test");
    }

    static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpRequest.Builder posting(String path, String body) {
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(posting(path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body());
    }

    /** A request that each operation takes, said with single quotes. */
    static String body(String path, String model, boolean stream) {
        String input = switch (path) {
            case COMPLETIONS -> "'prompt':'Say hi'";
            case RESPONSES, EMBEDDINGS -> "'input':'Say hi'";
            default -> "'messages':[{'role':'user','content':'Say hi'}]";
        };
        return quoted("{'model':'" + model + "','stream':" + stream + "," + input + "}");
    }

    static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** The data of all events but {@code [DONE]}. */
    static List<JsonNode> events(String stream) {
        List<JsonNode> events = new ArrayList<>();
        stream.lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> events.add(Json.parse(line.substring("data: ".length()))));
        return events;
    }

    static List<JsonNode> stream(String path, String body) throws Exception {
        return events(post(path, body).body());
    }

    /** The text of a chat stream. */
    static String content(List<JsonNode> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk ->
                text.append(chunk.at("/choices/0/delta/content").asText("").replace("null", "")));
        return text.toString();
    }

    /** Waits for a state of the sandbox, looking often: answers end at once, and the tests should too. */
    static void eventually(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
