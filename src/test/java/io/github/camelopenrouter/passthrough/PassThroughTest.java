/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenRouter's other paths: the client's bytes up, OpenRouter's bytes down, and a record of each call. */
class PassThroughTest extends HttpTest {

    private static final String RERANK_ANSWER = "{ \"model\":\"rerank-2.5-lite\",\"results\":[{\"index\":0,"
            + "\"relevance_score\":0.90,\"document\":{\"text\":\"a\"}}],\"usage\":{\"total_tokens\":12,"
            + "\"search_units\":1,\"cost\":0.00250000000000000001},\"provider\":\"Voyage\",\"id\":\"gen-rerank-1\" }";

    /** Every byte that there is: what a text would change. */
    private static final byte[] SOUND = new byte[200_000];

    static {
        for (int i = 0; i < SOUND.length; i++) {
            SOUND[i] = (byte) i;
        }
    }

    private final BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();

    PassThroughTest() {
        super(
                "model-aliases=ranker>voyage/rerank-2.5-lite;speaker>openai/gpt-4o-mini-tts",
                "max-request-bytes=1000000");
    }

    @BeforeAll
    void listen() {
        gateway.context().getRegistry().bind("told", (CallListener) records::add);
    }

    @BeforeEach
    void forgetRecords() {
        records.clear();
    }

    private OneRequest one() {
        return new OneRequest(gateway.port());
    }

    private CallRecord record() throws InterruptedException {
        CallRecord told = records.poll(20, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        return told;
    }

    @Test
    void changesTheModelsBytesAloneOfAJsonBody() throws Exception {
        upstream.script(call -> call.answer(200, JSON, RERANK_ANSWER));
        String body = "\uFEFF{ \"query\" : \"\\u0041\\/b\",\n \"top_n\":1.50,\t\"model\" :  \"ranker\" ,"
                + "\"documents\":[{\"text\":\"a\",\"text\":\"b\"}, 1e400], \"future\":{\"x\":[ ]}}\n";

        OneRequest.Answer answer = one().post("/v1/rerank", body);

        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.text()).isEqualTo(body.replace("ranker", "voyage/rerank-2.5-lite"));
        assertThat(call.requestLine()).isEqualTo("POST /api/v1/rerank HTTP/1.1");
        assertThat(call.headers()).containsEntry("Content-Type", JSON);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(RERANK_ANSWER);
        assertThat(answer.header("x-openrouter-model")).isEqualTo("voyage/rerank-2.5-lite");
        CallRecord told = record();
        assertThat(told.operation()).isEqualTo(Operation.PASS_THROUGH);
        assertThat(told.operationId()).isEqualTo("rerank");
        assertThat(told.model().asked()).isEqualTo("ranker");
        assertThat(told.vendor()).isEqualTo("voyage");
        assertThat(told.provider()).isEqualTo("Voyage");
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.usage().total()).isEqualTo(12);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.00250000000000000001"));
    }

    @Test
    void leavesABodyWhoseModelNeedsNoOtherNameAsItIs() throws Exception {
        upstream.script(call -> call.answer(200, JSON, RERANK_ANSWER));
        String body = "{\"model\" : \"voy\\u0061ge/rerank\" , \"documents\":[ ] }";

        one().post("/v1/rerank", body);

        assertThat(upstream.awaitCall().text()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/rerank, /v1/rerank, openrouter/cohere/rerank-v3.5, cohere/rerank-v3.5",
        "/v1/rerank, /v1/rerank, bare, bare",
        "/v1/images, /v1/images, openrouter/auto, openrouter/auto",
        "/v1/images/generations, /v1/images, openrouter/openai/gpt-image-1, openai/gpt-image-1",
        "/openai/v1/images/generations, /v1/images, gpt-image-1, openai/gpt-image-1",
        "/openai/v1/audio/speech, /v1/audio/speech, gpt-4o-mini-tts, openai/gpt-4o-mini-tts",
        "/v1/audio/speech, /v1/audio/speech, speaker, openai/gpt-4o-mini-tts",
        "/openai/v1/audio/transcriptions, /v1/audio/transcriptions, whisper-1, openai/whisper-1",
        "/v1/videos, /v1/videos, openrouter/google/veo-3.1, google/veo-3.1"
    })
    void looksUpNamesAsOtherDoorsDo(String door, String path, String asked, String sent) throws Exception {
        upstream.script(call ->
                call.answer(call.requestLine().startsWith("GET /api/v1/models") ? 503 : 200, JSON, "{\"data\":[]}"));

        OneRequest.Answer answer = one().post(door, "{\"model\":\"" + asked + "\",\"stream\":false}");

        ScriptedUpstream.Call call = upstream.awaitCall();
        while (call.requestLine().startsWith("GET")) {
            call = upstream.awaitCall(); // of the list, asked for the vendor's names
        }
        assertThat(call.requestLine()).isEqualTo("POST /api" + path + " HTTP/1.1");
        assertThat(call.text()).isEqualTo("{\"model\":\"" + sent + "\",\"stream\":false}");
        assertThat(answer.status()).isEqualTo(200);
    }

    static Stream<PassThroughPath> looks() {
        return Stream.of(PassThroughPath.values()).filter(path -> path.method().equals("GET"));
    }

    @ParameterizedTest
    @MethodSource("looks")
    void looksAtEveryListedPathAndBooksNothing(PassThroughPath path) throws Exception {
        String body = "{\"status\":\"failed\",\"error\":\"none of this call's\",\"data\":[ ],\"usage\":{\"cost\":1}}";
        upstream.script(call -> call.answer(200, JSON, body));
        String asked = path.path()
                .replace("{author}", "~openai")
                .replace("{slug}", "gpt-4o:free")
                .replace("{id}", "vid_1.a-b@c");

        OneRequest.Answer answer =
                one().get(asked + "?other=1&id=gen-1-x&index=0&date=2026-08-01&output_modalities=all");

        String query = path.queries().isEmpty()
                ? ""
                : "?" + path.queries().get(0) + "="
                        + switch (path.queries().get(0)) {
                            case "id" -> "gen-1-x";
                            case "index" -> "0";
                            case "date" -> "2026-08-01";
                            default -> "all";
                        };
        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.requestLine()).isEqualTo("GET /api" + asked.replace("~", "%7E") + query + " HTTP/1.1");
        assertThat(call.headers().get("Authorization")).startsWith("Bearer sk-or-v1-canary");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(body);
        CallRecord told = record();
        assertThat(told.operationId()).isEqualTo(path.id());
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.cost()).isNull();
        assertThat(told.usage().cost()).isNull();
        assertThat(told.costSource()).isEqualTo(CostSource.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/videos/..",
                "/v1/videos/a..b",
                "/v1/videos/a%2Fb",
                "/v1/videos/a%20b",
                "/v1/videos/a;b",
                "/v1/videos/x/../job",
                "/v1/videos/a+b/content",
                "/v1/model/a/%2e%2e",
                "/v1/models/openai/gpt$/endpoints",
                "/v1/generation",
                "/v1/generation?id=",
                "/v1/generation?id=a&id=b",
                "/v1/generation?id=a%26key",
                "/v1/generation?id=../x",
                "/v1/videos/a/content?index=0%00"
            })
    void refusesIdsThatMightMeanAnotherPath(String asked) throws Exception {
        OneRequest.Answer answer = one().get(asked);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).startsWith("{\"error\":{");
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/keys",
                "POST /v1/keys",
                "POST /v1/files",
                "GET /v1/files",
                "POST /v1/containers",
                "GET /v1/guardrails",
                "GET /v1/workspaces",
                "GET /v1/byok",
                "GET /v1/generation/content?id=gen-1",
                "POST /v1/generation/feedback",
                "POST /v1/presets/x/chat/completions",
                "POST /v1/auth/keys",
                "POST /v1/images/edits",
                "POST /v1/audio/translations",
                "POST /v1/rerank/more",
                "GET /v1/providers/openai",
                "GET /v1/videos/a/b",
                "POST /v1/credits/coinbase"
            })
    void passesNothingThatIsNotListed(String request) throws Exception {
        OneRequest.Answer answer = one().send(request, "{}".getBytes(UTF_8));

        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.text()).startsWith("{\"error\":{");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void saysWhichMethodAPathWithAnIdTakes() throws Exception {
        OneRequest.Answer answer = one().post("/v1/videos/job", "{}");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET");
    }

    /** A call would be made and paid for, and its answer thrown away. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/providers", "/v1/videos/job/content", "/v1/videos/job", "/v1/credits"})
    void takesNoHead(String path) throws Exception {
        OneRequest.Answer answer = one().send("HEAD " + path, null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET");
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void leavesTheDoorOfASingleModelAsItWas() throws Exception {
        upstream.script(
                call -> call.answer(200, JSON, "{\"data\":[{\"id\":\"openai/gpt-4o\",\"name\":\"A\",\"created\":1}]}"));

        OneRequest.Answer model = one().get("/v1/models/openai/gpt-4o");
        OneRequest.Answer encoded = one().get("/v1/models/openai%2Fgpt-4o");
        OneRequest.Answer none = one().get("/v1/models/openai/endpoints");

        assertThat(model.status()).isEqualTo(200);
        assertThat(encoded.text()).isEqualTo(model.text()).contains("\"id\":\"openrouter/openai/gpt-4o\"");
        assertThat(none.status()).isEqualTo(404);
    }

    @Test
    void handsSoundOnAsItComes() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "audio/mpeg", "X-Generation-Id: gen-tts-1", "Set-Cookie: a=b")
                    .send(Arrays.copyOf(SOUND, 100));
            heard.await();
            call.send(Arrays.copyOfRange(SOUND, 100, SOUND.length)).end();
        });

        byte[] rest;
        try (RawClient client = client().post("/v1/audio/speech", "{\"model\":\"speaker\",\"input\":\"Hi\"}")) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).isEqualTo("audio/mpeg");
            assertThat(answer.header("X-Generation-Id")).isEqualTo("gen-tts-1");
            assertThat(answer.header("Set-Cookie")).isNull();
            assertThat(answer.body().readNBytes(100)).isEqualTo(Arrays.copyOf(SOUND, 100));
            heard.countDown();
            rest = answer.body().readNBytes(SOUND.length - 100);
        }

        assertThat(rest).isEqualTo(Arrays.copyOfRange(SOUND, 100, SOUND.length));
        assertThat(upstream.awaitCall().headers()).containsEntry("Accept", "*/*");
        CallRecord told = record();
        assertThat(told.operationId()).isEqualTo("audio-speech");
        assertThat(told.attempts().get(0).generationId()).isEqualTo("gen-tts-1");
        assertThat(told.costSource()).isEqualTo(CostSource.UNRESOLVED);
        assertThat(told.bytes().response()).isEqualTo(SOUND.length);
    }

    @Test
    void tellsWhereSoundBreaksOff() throws Exception {
        upstream.script(call -> {
            call.head(200, "audio/pcm").send(SOUND);
            call.reset();
        });

        try (RawClient client = client().post("/v1/audio/speech", "{\"model\":\"speaker\",\"input\":\"Hi\"}")) {
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.awaitClose()).isTrue();
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining("sk-or"); // the client sees its own connection end
        }

        assertThat(record().outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @Test
    void endsTheCallWhoseListenerHasLeft() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        upstream.script(call -> {
            call.head(200, "audio/pcm").send("a");
            if (call.awaitHangUp()) {
                left.countDown();
            }
        });

        try (RawClient client = client().post("/v1/audio/speech", "{\"model\":\"speaker\",\"input\":\"Hi\"}")) {
            client.answer().next(1);
            client.hangUp();
        }

        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(record().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void asksForThePartOfAVideoThatTheClientWants() throws Exception {
        upstream.script(call -> call.answer(
                206, "video/mp4", "part", "Content-Range: bytes 4-7/1000", "Content-Disposition: attachment"));

        OneRequest.Answer answer = one().get("/v1/videos/job-1/content?index=1", "Range: bytes=4-7");

        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.requestLine()).isEqualTo("GET /api/v1/videos/job-1/content?index=1 HTTP/1.1");
        assertThat(call.headers()).containsEntry("Range", "bytes=4-7");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes 4-7/1000");
        assertThat(answer.header("Content-Type")).isEqualTo("video/mp4");
        assertThat(answer.text()).isEqualTo("part");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-9", "lines=1-2", "bytes=-"})
    void asksForTheWholeWhereARangeIsNotOnePart(String range) throws Exception {
        upstream.script(call -> call.answer(200, "video/mp4", "all"));

        OneRequest.Answer answer = one().get("/v1/videos/job-1/content", "Range: " + range);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.awaitCall().headers()).doesNotContainKey("Range");
    }

    @Test
    void asksForNoPartElsewhere() throws Exception {
        upstream.script(call -> call.answer(200, JSON, RERANK_ANSWER));

        one().post("/v1/rerank", "{\"model\":\"ranker\"}", "Range: bytes=0-1");

        assertThat(upstream.awaitCall().headers()).doesNotContainKey("Range");
    }

    @Test
    void takesAJobThatHasOnlyBegun() throws Exception {
        String job = "{\"id\":\"job-1\",\"generation_id\":\"gen-vid-1\",\"status\":\"pending\"}";
        upstream.script(call -> call.answer(202, JSON, job, "X-Generation-Id: gen-vid-1"));

        OneRequest.Answer answer = one().post("/v1/videos", "{\"model\":\"google/veo-3.1\",\"prompt\":\"x\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEqualTo(job);
        CallRecord told = record();
        assertThat(told.status()).isEqualTo(202);
        assertThat(told.attempts().get(0).status()).isEqualTo(202);
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.costSource()).isEqualTo(CostSource.UNRESOLVED);
    }

    @Test
    void readsAnErrorInA200AsThatError() throws Exception {
        String error = "{\"error\":{\"code\":429,\"message\":\"slow down\"}}";
        upstream.script(call -> call.answer(200, JSON, error));

        OneRequest.Answer answer = one().post("/v1/images", "{\"model\":\"a/b\",\"prompt\":\"x\"}");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.text()).isEqualTo(error);
        assertThat(record().error().code()).isEqualTo("429");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audio/speech", "/v1/images", "/v1/videos", "/v1/rerank"})
    void passesErrorsInTheirEnvelope(String path) throws Exception {
        String error = "{\"error\":{ \"code\":402,\"message\":\"Insufficient credits\"},\"user_id\":\"u\"}";
        upstream.script(call -> call.answer(402, JSON, error));

        OneRequest.Answer answer = one().post(path, "{\"model\":\"a/b\"}");

        assertThat(answer.status()).isEqualTo(402);
        assertThat(answer.text()).isEqualTo(error);
        assertThat(record().outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void neverTakesAWebPageForSound() throws Exception {
        upstream.script(call -> call.answer(200, "text/html", "<html>"));

        assertThat(one().post("/v1/audio/speech", "{\"model\":\"a/b\"}").status())
                .isEqualTo(502);
    }

    @Test
    void streamsPicturesEventByEventAndReadsTheCostFromTheLast() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        String first = "event: image_generation.partial_image\n"
                + "data: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AAAA\"}\n\n";
        String last =
                "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"BBBB\","
                        + "\"usage\":{\"total_tokens\":4,\"cost\":0.0400000000000000001}}\n\n";
        upstream.script(call -> {
            call.head(200, SSE).send(first);
            seen.await();
            call.send(last).end();
        });

        try (RawClient client = client().post("/v1/images", "{\"model\":\"a/b\",\"stream\":true,\"prompt\":\"x\"}")) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.header("Content-Type")).isEqualTo(SSE);
            assertThat(answer.next(first.length())).isEqualTo(first);
            seen.countDown();
            assertThat(answer.next(last.length())).isEqualTo(last);
        }

        assertThat(upstream.awaitCall().headers()).containsEntry("Accept", SSE);
        CallRecord told = record();
        assertThat(told.stream()).isTrue();
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.0400000000000000001"));
    }

    private static String picture(String cost) {
        return "event: image_generation.completed\ndata: {\"usage\":{\"cost\":" + cost
                + "},\"type\":\"image_generation.completed\",\"b64_json\":\"BBBB\"}\n\n";
    }

    private static final String PARTIAL =
            "data: {\"type\":\"image_generation.partial_image\",\"usage\":{\"cost\":0.01,\"seen\":1}}\n\n";

    @ParameterizedTest
    @ValueSource(strings = {"", DONE, ": a comment\n\n", "data: {\"type\":\"ping\"}\n\n"})
    void booksEachOfSeveralPictures(String end) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        String first = PARTIAL + picture("0.04");
        String rest = PARTIAL + picture("0.0300000000000000001") + picture("0.02") + end;
        upstream.script(call -> {
            call.head(200, SSE).send(first);
            seen.await();
            call.send(rest).end();
        });

        try (RawClient client = client().post("/v1/images", "{\"model\":\"a/b\",\"stream\":true,\"n\":3}")) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.next(first.length())).isEqualTo(first);
            assertThat(records).isEmpty();
            seen.countDown();
            assertThat(answer.text()).isEqualTo(rest);
        }

        CallRecord told = record();
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.0900000000000000001"));
    }

    @Test
    void tellsAClientWhichOfSeveralPicturesHasBrokenOffAndBooksTheOthers() throws Exception {
        upstream.script(
                call -> call.head(200, SSE).send(picture("0.04") + PARTIAL).reset());

        OneRequest.Answer answer = one().post("/v1/images", "{\"model\":\"a/b\",\"stream\":true,\"n\":2}");

        assertThat(answer.text()).startsWith(picture("0.04") + PARTIAL + "event: error\n");
        CallRecord told = record();
        assertThat(told.outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.04"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/audio/transcriptions|transcript.text.delta|transcript.text.done",
                "/v1/audio/speech|speech.audio.delta|speech.audio.done",
                "/v1/audio/speech|speech.audio.delta|speech.audio.delta",
                "/v1/rerank|a|b"
            })
    void letsEventsOfOtherPathsEndAsTheyDo(String path, String type, String last) throws Exception {
        String events =
                "data: {\"type\":\"" + type + "\"}\n\ndata: {\"type\":\"" + last + "\",\"usage\":{\"cost\":0.5}}\n\n";
        upstream.script(call -> call.head(200, SSE).send(events).end());

        OneRequest.Answer answer = one().post(path, "{\"model\":\"a/b\",\"stream_format\":\"sse\"}");

        assertThat(answer.text()).isEqualTo(events);
        CallRecord told = record();
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"speech.audio.delta|TRUNCATED", "speech.audio.done|COMPLETE"})
    void tellsWhereEventsOfOtherPathsBreakOff(String last, Outcome outcome) throws Exception {
        String events = "data: {\"type\":\"speech.audio.delta\"}\n\ndata: {\"type\":\"" + last + "\"}\n\n";
        upstream.script(call -> call.head(200, SSE).send(events).reset());

        OneRequest.Answer answer = one().post("/v1/audio/speech", "{\"model\":\"a/b\"}");

        assertThat(answer.text()).startsWith(events);
        assertThat(answer.text().contains("event: error")).isEqualTo(outcome == Outcome.TRUNCATED);
        assertThat(record().outcome()).isEqualTo(outcome);
    }

    @Test
    void tellsWhereTheLastEventIsTorn() throws Exception {
        upstream.script(call -> call.head(200, SSE)
                .send("data: {\"type\":\"speech.audio.delta\"}\n\ndata: {\"type\":\"speech.au")
                .end());

        assertThat(one().post("/v1/audio/speech", "{\"model\":\"a/b\"}").text()).contains("event: error");

        assertThat(record().outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void handsOnAWholeAnswerWhoseConnectionBreaksBehindIt(int size) throws Exception {
        String whole = "{\"text\":\"" + "x".repeat(size) + "\",\"usage\":{\"cost\":0.25}}";
        upstream.script(
                call -> call.head(200, JSON).send(whole).raw(new byte[0]).reset());

        OneRequest.Answer answer = one().post("/v1/audio/transcriptions", "{\"model\":\"heard\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(whole);
        assertThat(upstream.callCount()).isEqualTo(1);
        CallRecord told = record();
        assertThat(told.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.25"));
    }

    @Test
    void tellsAClientWhosePicturesBreakOff() throws Exception {
        upstream.script(call -> call.head(200, SSE)
                .send("data: {\"type\":\"image_generation.partial_image\"}\n\n")
                .end());

        OneRequest.Answer answer = one().post("/v1/images", "{\"model\":\"a/b\",\"stream\":true}");

        assertThat(answer.text())
                .endsWith(
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"code\":502,\"message\":\"OpenRouter ended the"
                                + " stream before it was complete.\",\"type\":\"upstream_error\",\"metadata\":{\"error_type\":"
                                + "\"truncated\"}}}\n\n");
        assertThat(record().outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"model\":\"\"}",
                "{\"model\":7}",
                "{\"model\":\"a/b\",\"mod\\u0065l\":\"c/d\"}",
                "[]",
                ""
            })
    void refusesABodyWithoutExactlyOneModel(String body) throws Exception {
        OneRequest.Answer answer = one().post("/v1/rerank", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"type\":\"invalid_request_error\"");
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(PassThroughPath.class)
    void opensADoorForEachRowOfTheTable(PassThroughPath path) throws Exception {
        String paths = Files.readString(Path.of("routes/pass-through.camel.yaml"));

        assertThat(paths)
                .containsPattern("value: " + Pattern.quote(path.path()) + "\n      - name: passes\n        value: "
                        + path.id() + "\n");
    }
}
