/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.Test;

/** Whatever a client sends, it is answered in the API's own words, and nothing of it stays behind. */
class RequestFuzzTest extends HttpTest {

    private static final long SEED = 4_180_000L;
    private static final int REQUESTS = 20_000;
    private static final int WARM_UP = 4_000;
    private static final int CLIENTS = 16;
    private static final long GROWTH_BYTES = 48L * 1024 * 1024;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(2_000)
                    .build())
            .build();
    private static final String ANSWER = "{\"id\":\"gen-1\",\"choices\":[],\"data\":[],\"output\":[],\"content\":[]}";
    private static final String MODELS =
            "{\"data\":[{\"id\":\"openai/gpt-4o\"},{\"id\":\"anthropic/claude-3.5-sonnet\"}]}";
    private static final Set<String> CALLS = Set.of(
            "POST /api/v1/chat/completions HTTP/1.1",
            "POST /api/v1/completions HTTP/1.1",
            "POST /api/v1/responses HTTP/1.1",
            "POST /api/v1/embeddings HTTP/1.1",
            "POST /api/v1/messages HTTP/1.1",
            "GET /api/v1/models?output_modalities=all HTTP/1.1");

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();

    RequestFuzzTest() {
        super("auth=none", "max-request-bytes=65536", "timeout.request=2s");
    }

    @Test
    void answersEveryMutatedRequestAndKeepsNothingOfIt() throws Exception {
        upstream.script(this::answer);
        int slots = engine().freeSlots();
        run(0, WARM_UP);
        awaitRest(slots);
        long before = usedHeap();
        run(WARM_UP, REQUESTS);
        awaitRest(slots);
        assertThat(failures).as("seed %d, of %s", SEED, statuses).isEmpty();
        assertThat(statuses.get(200).get()).isGreaterThan(REQUESTS / 10);
        assertThat(statuses.get(400).get()).isGreaterThan(REQUESTS / 10);
        assertThat(usedHeap() - before).isLessThan(GROWTH_BYTES);
    }

    /** What comes up is one of our calls with our key and readable JSON, whatever the client sent. */
    private void answer(ScriptedUpstream.Call call) throws IOException {
        upstream.forgetCalls();
        boolean get = call.requestLine().startsWith("GET");
        if (!CALLS.contains(call.requestLine())
                || !("Bearer " + TestGateway.KEY).equals(call.headers().get("Authorization"))
                || !get && !isJsonObject(call.body())) {
            failures.add("Sent up: " + call.requestLine() + " " + call.headerLines() + " " + call.text());
        }
        call.answer(200, JSON, get ? MODELS : ANSWER);
    }

    private static boolean isJsonObject(byte[] body) {
        try (JsonParser parser = LENIENT.createParser(body)) {
            boolean object = parser.nextToken().isStructStart();
            parser.skipChildren();
            return object && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private void run(int from, int to) throws InterruptedException {
        AtomicInteger next = new AtomicInteger(from);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int n = 0; n < CLIENTS; n++) {
            clients.execute(() -> oneClient(next, to));
        }
        clients.shutdown();
        assertThat(clients.awaitTermination(90, TimeUnit.SECONDS))
                .as("every request is answered in bounded time; up to %d, %s", next.get(), failures)
                .isTrue();
    }

    private void oneClient(AtomicInteger next, int to) {
        RawClient kept = null;
        for (int n = next.getAndIncrement(); n < to && failures.size() < 20; n = next.getAndIncrement()) {
            RequestMutator.Made request = RequestMutator.make(SEED + n);
            try {
                kept = exchange(request, kept);
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add("case " + n + ": " + e + "\n" + request + "\n");
                kept = null;
            }
        }
        close(kept);
    }

    /** The connection if it can be used again, else null. */
    private RawClient exchange(RequestMutator.Made request, RawClient kept) throws IOException {
        RawClient client = kept == null ? client() : kept;
        try {
            return exchange(client, request);
        } catch (EOFException | SocketException e) {
            close(client);
            if (kept != null) {
                return exchange(request, null); // it may have been closed before it was used
            }
            if (request.framed()) {
                throw e;
            }
            count(-1);
            return null;
        }
    }

    private RawClient exchange(RawClient client, RequestMutator.Made request) throws IOException {
        client.send(request.bytes());
        RawClient.Answer answer = request.head() ? client.answerToHead() : client.answer();
        while (answer.status() == 100) {
            answer = request.head() ? client.answerToHead() : client.answer();
        }
        count(answer.status());
        String text = request.head() || answer.status() == 204 ? "" : answer.text();
        check(request, answer, text);
        boolean last = "close".equalsIgnoreCase(answer.header("Connection"));
        if (!request.framed() || last || answer.status() == 204) {
            close(client);
            return null;
        }
        return client;
    }

    private static void check(RequestMutator.Made request, RawClient.Answer answer, String text) throws IOException {
        int status = answer.status();
        assertThat(status).as(text).isBetween(200, 499);
        if (request.valid()) {
            assertThat(status).as(text).isEqualTo(200);
        }
        if (request.framed()) {
            assertThat(status).as(text).isNotEqualTo(408);
        }
        if (status >= 300) {
            assertThat(answer.header("Content-Type")).isEqualTo(JSON);
            if (!request.head()) {
                checkEnvelope(request, status, MAPPER.readTree(text));
            }
        }
    }

    private static void checkEnvelope(RequestMutator.Made request, int status, JsonNode envelope) {
        boolean anthropic = envelope.has("type");
        if (anthropic) {
            assertThat(names(envelope)).containsExactly("error", "request_id", "type");
            assertThat(names(envelope.path("error"))).containsExactly("message", "type");
        } else {
            assertThat(names(envelope)).containsExactly("error");
            assertThat(names(envelope.path("error"))).containsExactly("code", "message", "param", "type");
        }
        assertThat(envelope.at("/error/message").asText()).isNotBlank();
        if (request.anthropic() != null && status != 414) {
            assertThat(anthropic).as("%s", envelope).isEqualTo(request.anthropic());
        }
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        return names;
    }

    private void count(int status) {
        statuses.computeIfAbsent(status, first -> new AtomicInteger()).incrementAndGet();
    }

    private static void close(RawClient client) {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitRest(int slots) {
        await(20).until(() -> engine().freeSlots() == slots);
        await(20).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(20).until(() -> upstream.activeCalls() == 0);
        await(20).until(() -> connections().getTotalStats().getLeased() == 0);
        assertThat(upstream.openConnections()).isLessThanOrEqualTo(2 * CLIENTS);
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private StreamingEngine engine() {
        return gateway.context().getRegistry().lookupByNameAndType("openrouter-engine", StreamingEngine.class);
    }

    private PoolingHttpClientConnectionManager connections() {
        return gateway.context()
                .getRegistry()
                .lookupByNameAndType("openrouter-connections", PoolingHttpClientConnectionManager.class);
    }
}
