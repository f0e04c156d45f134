/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * What the gateway would be without Camel and without its features, as short as it can be: Vert.x takes the request, a
 * virtual thread (JDK 21 and later, else one of a pool) parses the JSON, corrects the model, calls the upstream by
 * HttpClient 5 and writes the answer as it comes. The difference to the gateway is what Camel and the features cost.
 * Arguments: port, base URL of the upstream.
 */
final class HandWritten {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CONNECTIONS = 20_000;

    private final CloseableHttpClient client;
    private final ExecutorService threads;
    private final String url;

    private HandWritten(CloseableHttpClient client, ExecutorService threads, String url) {
        this.client = client;
        this.threads = threads;
        this.url = url;
    }

    public static void main(String[] arguments) throws Exception {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setMaxConnTotal(MOST_CONNECTIONS)
                .build();
        var client = HttpClients.custom()
                .setConnectionManager(connections)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableRedirectHandling()
                .build();
        var gateway = new HandWritten(client, cheapThreads(), arguments[1] + "/chat/completions");
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> gateway.handle(request, body)))
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1");
    }

    private static ExecutorService cheapThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Executors.newCachedThreadPool();
        }
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private void handle(HttpServerRequest request, Buffer body) {
        threads.execute(() -> {
            try {
                answer(request.response(), body.getBytes());
            } catch (IOException | RuntimeException failure) {
                request.response().reset();
            }
        });
    }

    private void answer(HttpServerResponse response, byte[] body) throws IOException {
        var call = new HttpPost(url);
        call.setHeader("Authorization", "Bearer bench");
        call.setHeader("Accept-Encoding", "identity");
        call.setEntity(new ByteArrayEntity(converted(body), ContentType.APPLICATION_JSON));
        client.execute(call, answer -> {
            write(answer, response);
            return null;
        });
    }

    private static byte[] converted(byte[] body) throws IOException {
        ObjectNode request = (ObjectNode) JSON.readTree(body);
        JsonNode model = request.path("model");
        if (model.asText().startsWith("openrouter/")) {
            request.put("model", model.asText().substring("openrouter/".length()));
        }
        return JSON.writeValueAsBytes(request);
    }

    private static void write(ClassicHttpResponse answer, HttpServerResponse response) throws IOException {
        response.setStatusCode(answer.getCode());
        Header type = answer.getFirstHeader("Content-Type");
        if (type != null) {
            response.putHeader("Content-Type", type.getValue());
        }
        if (answer.getEntity().getContentLength() >= 0) {
            response.end(Buffer.buffer(answer.getEntity().getContent().readAllBytes()));
        } else {
            stream(answer.getEntity().getContent(), response);
        }
    }

    private static void stream(InputStream in, HttpServerResponse response) throws IOException {
        response.setChunked(true);
        byte[] bytes = new byte[8192];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            response.write(Buffer.buffer(Arrays.copyOf(bytes, n)));
        }
        response.end();
    }
}
