/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** An HTTP door of each operation, and the smallest request that it takes. */
public enum DoorCall {
    CHAT("/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"),
    COMPLETIONS("/v1/completions", "\"prompt\":\"Hi\""),
    RESPONSES("/v1/responses", "\"input\":\"Hi\""),
    MESSAGES("/anthropic/v1/messages", "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"),
    EMBEDDINGS("/v1/embeddings", "\"input\":\"Hi\"");

    public static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String path;
    private final String input;

    DoorCall(String path, String input) {
        this.path = path;
        this.input = input;
    }

    public String path() {
        return path;
    }

    public String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + "," + input + "}";
    }

    public HttpRequest request(TestGateway gateway, String model, boolean stream) {
        return HttpRequest.newBuilder(gateway.uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(model, stream)))
                .build();
    }

    public HttpResponse<String> call(TestGateway gateway, String model, boolean stream) throws Exception {
        return CLIENT.send(request(gateway, model, stream), BodyHandlers.ofString());
    }

    public HttpResponse<String> call(TestGateway gateway, boolean stream) throws Exception {
        return call(gateway, "openai/gpt-4o", stream);
    }

    /** Returns as soon as the head is there. */
    public HttpResponse<InputStream> open(TestGateway gateway, boolean stream) throws Exception {
        return CLIENT.send(request(gateway, "openai/gpt-4o", stream), BodyHandlers.ofInputStream());
    }

    public static String read(HttpResponse<InputStream> response, int bytes) throws IOException {
        return new String(response.body().readNBytes(bytes), UTF_8);
    }

    public static String readAll(HttpResponse<InputStream> response) throws IOException {
        return new String(response.body().readAllBytes(), UTF_8);
    }

    public static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("content-type").orElse("");
    }

    public static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }
}
