/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.Outcome;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What filters of answers see at OpenRouter's other paths, and how an answer ends that they do not let through. */
class FiltersOfOtherPathsTest extends HttpTest {

    private static final String MODEL = "{\"model\":\"a/b\"}";

    private static volatile boolean insists;

    private final BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();

    /** Lets no secret through, and nothing that it cannot read. */
    private static final class NoSecrets implements ResponseFilter {
        @Override
        public ResponseVerdict judge(ResponseEvent event) {
            return event.texts().stream().anyMatch(text -> text.text().contains("secret"))
                    ? ResponseVerdict.end("Not that.")
                    : ResponseVerdict.PASS;
        }

        @Override
        public boolean insists() {
            return insists;
        }

        @Override
        public ResponseVerdict end(ResponseEnd end) {
            return ResponseVerdict.PASS;
        }
    }

    @BeforeAll
    void listen() {
        gateway.context().getRegistry().bind("filter", (ResponseFilterFactory) call -> new NoSecrets());
        gateway.context().getRegistry().bind("told", (CallListener) records::add);
    }

    @BeforeEach
    void forgetRecords() {
        records.clear();
        insists = false;
    }

    private OneRequest.Answer post(String path, String body) throws Exception {
        return new OneRequest(gateway.port()).post(path, body);
    }

    @Test
    void refuseATranscriptWith403AndBookItsCost() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"text\":\"the s\\u0065cret\",\"usage\":{\"cost\":0.10}}"));

        OneRequest.Answer answer = post("/v1/audio/transcriptions", MODEL);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text())
                .isEqualTo("{\"error\":{\"message\":\"Not that.\",\"type\":\"invalid_request_error\",\"param\":null,"
                        + "\"code\":\"content_blocked\"}}");
        CallRecord told = records.poll(20, TimeUnit.SECONDS);
        assertThat(told.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(told.status()).isEqualTo(403);
        assertThat(told.attempts().get(0).status()).isEqualTo(200);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.10"));
    }

    @Test
    void readWhatStandsBesideAPicture() throws Exception {
        upstream.script(call -> call.answer(
                200,
                JSON,
                "{\"data\":[{\"b64_json\":\"AAAA\",\"revised_prompt\":\"a secret\"}],\"usage\":{\"cost\":1}}"));

        assertThat(post("/v1/images", MODEL).status()).isEqualTo(403);
    }

    @Test
    void letGoodAnswersPassAsTheyAre() throws Exception {
        String body = "{ \"results\":[{\"document\":{\"text\":\"a cat\"}}],\"usage\":{\"cost\":1.50} }";
        upstream.script(call -> call.answer(200, JSON, body));

        OneRequest.Answer answer = post("/v1/rerank", MODEL);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(body);
    }

    @Test
    void endAStreamOfPicturesByAnError() throws Exception {
        upstream.script(call -> call.head(200, SSE)
                .send("data: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AAAA\"}\n\n")
                .send("data: {\"type\":\"image_generation.text_chunk\",\"text\":\"a secret\"}\n\n")
                .end());

        OneRequest.Answer answer = post("/v1/images", "{\"model\":\"a/b\",\"stream\":true}");

        assertThat(answer.text())
                .contains("partial_image")
                .doesNotContain("secret")
                .endsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"Not that.\",\"type\":"
                        + "\"invalid_request_error\",\"param\":null,\"code\":\"content_blocked\"}}\n\n");
        assertThat(records.poll(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void endAStreamOfSeveralPicturesBehindTheFirst() throws Exception {
        String first =
                "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"AAAA\",\"usage\":{\"cost\":0.1}}\n\n";
        upstream.script(call -> call.head(200, SSE)
                .send(first)
                .send("data: {\"type\":\"image_generation.text_chunk\",\"text\":\"a secret\"}\n\n")
                .end());

        OneRequest.Answer answer = post("/v1/images", "{\"model\":\"a/b\",\"stream\":true,\"n\":2}");

        assertThat(answer.text()).startsWith(first + "event: error\n").doesNotContain("secret");
        CallRecord told = records.poll(20, TimeUnit.SECONDS);
        assertThat(told.outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(told.cost()).isEqualTo(new BigDecimal("0.1"));
    }

    @Test
    void haveNothingToSayOfLists() throws Exception {
        upstream.script(call -> call.answer(200, JSON, "{\"data\":[{\"name\":\"secret\"}]}"));

        assertThat(new OneRequest(gateway.port()).get("/v1/providers").status()).isEqualTo(200);
    }

    @Test
    void letSoundPassUnlessTheyInsistOnReadingIt() throws Exception {
        upstream.script(call -> call.answer(200, "audio/mpeg", "a secret sound"));

        OneRequest.Answer heard = post("/v1/audio/speech", MODEL);
        insists = true;
        OneRequest.Answer blocked = post("/v1/audio/speech", MODEL);

        assertThat(heard.text()).isEqualTo("a secret sound");
        assertThat(records.poll(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(blocked.status()).isEqualTo(403);
        assertThat(blocked.header("Content-Type")).isEqualTo(JSON);
        assertThat(blocked.text()).contains("content_blocked").doesNotContain("secret");
        assertThat(records.poll(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.BLOCKED);
    }

    @Test
    void hideNotWhereSoundBreaksOff() throws Exception {
        upstream.script(call -> {
            call.head(200, "audio/pcm").send(new byte[100_000]);
            call.reset();
        });

        assertThatThrownBy(() -> post("/v1/audio/speech", MODEL)).isInstanceOf(IOException.class);

        assertThat(records.poll(20, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.TRUNCATED);
    }
}
