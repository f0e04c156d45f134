/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A form goes up as its client has written it, boundary and all, but for the name of its model. */
class MultipartRequestTest extends HttpTest {

    private static final String PATH = "/v1/audio/transcriptions";
    private static final String ANSWER =
            "{\"text\":\"Hi\",\"usage\":{\"total_tokens\":3,\"seconds\":1.5,\"cost\":0.0001}}";
    private static final String TYPE = "Content-Type: multipart/form-data; charset=utf-8;  boundary=\"a b:c\"; x=y";
    private static final String MODEL = "Content-Disposition: form-data; name=\"model\"\r\n\r\nheard\r\n";

    private static final String OTHER = "Content-Disposition: form-data; name=\"model\"\r\n\r\nother";

    MultipartRequestTest() {
        super("model-aliases=heard>openai/whisper-1", "max-request-bytes=1000000");
    }

    /** Each a whole part without its boundary, in Latin-1 so that every byte is one character. */
    private static byte[] form(String... parts) {
        StringBuilder form = new StringBuilder();
        for (String part : parts) {
            form.append("--a b:c\r\n").append(part);
        }
        return form.append("--a b:c--\r\n").toString().getBytes(ISO_8859_1);
    }

    private static String sound() {
        StringBuilder sound =
                new StringBuilder("Content-Disposition: form-data; name=\"file\"; filename=\"a;\\\"b.mp3\"\r\n"
                        + "Content-Type: audio/mpeg\r\n\r\n");
        for (int i = 0; i < 1000; i++) {
            sound.append((char) (i & 0xff));
        }
        return sound.append("\r\n---a b:c\r\n--a b\r\n --a b:c\r\nmodel--a b:c--\r\n")
                .toString();
    }

    private OneRequest.Answer send(byte[] form, String... headers) throws Exception {
        return new OneRequest(gateway.port()).send("POST " + PATH, form, headers);
    }

    @Test
    void exchangesTheModelsBytesAlone() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        byte[] form = form(sound(), MODEL, "content-disposition:form-data;name=prompt\r\n\r\n\r\n");

        OneRequest.Answer answer = send(form, TYPE);

        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(ANSWER);
        assertThat(new String(call.body(), ISO_8859_1))
                .isEqualTo(new String(form, ISO_8859_1).replace("\r\n\r\nheard\r\n", "\r\n\r\nopenai/whisper-1\r\n"));
        assertThat(call.headerLines())
                .contains(TYPE)
                .filteredOn(line -> line.startsWith("Content-Type"))
                .hasSize(1);
    }

    @Test
    void leavesAFormWhoseModelNeedsNoOtherNameAsItIs() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        byte[] form = form(MODEL.replace("heard", "openai/whisper-1"), sound());

        send(form, TYPE);

        assertThat(upstream.awaitCall().body()).isEqualTo(form);
    }

    @Test
    void readsAFormThatIsZipped() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        byte[] form = form(MODEL.replace("heard", "openai/whisper-1"), sound());
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(form);
        }

        send(zipped.toByteArray(), TYPE, "Content-Encoding: gzip");

        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.body()).isEqualTo(form);
        assertThat(call.headers()).doesNotContainKey("Content-Encoding");
    }

    @Test
    void takesTheSameAsJson() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        new OneRequest(gateway.port())
                .post(PATH, "{\"model\":\"heard\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"mp3\"}}");

        ScriptedUpstream.Call call = upstream.awaitCall();
        assertThat(call.text())
                .isEqualTo("{\"model\":\"openai/whisper-1\",\"input_audio\":{\"data\":\"AAAA\",\"format\":\"mp3\"}}");
        assertThat(call.headers()).containsEntry("Content-Type", JSON);
    }

    @Test
    void putsTheVendorInFrontOfABareNameOnOpenAisDoor() throws Exception {
        upstream.script(call -> call.answer(call.requestLine().startsWith("GET") ? 503 : 200, JSON, ANSWER));

        new OneRequest(gateway.port())
                .send("POST /openai" + PATH, form(MODEL.replace("heard", "whisper-1"), sound()), TYPE);

        ScriptedUpstream.Call call = upstream.awaitCall();
        while (call.requestLine().startsWith("GET")) {
            call = upstream.awaitCall();
        }
        assertThat(new String(call.body(), ISO_8859_1)).contains("\r\n\r\nopenai/whisper-1\r\n");
    }

    @Test
    void sendsTheSameFormAgainWhereThatMayHelp() throws Exception {
        try (TestGateway retrying = TestGateway.start(
                upstream.baseUrl(), "retry.attempts=1", "retry.delay=1ms", "model-aliases=heard>a/one|b/two")) {
            upstream.script(call -> call.answer(upstream.callCount() == 1 ? 503 : 200, JSON, ANSWER));

            OneRequest.Answer answer = new OneRequest(retrying.port()).send("POST " + PATH, form(MODEL, sound()), TYPE);

            String first = new String(upstream.awaitCall().body(), ISO_8859_1);
            String second = new String(upstream.awaitCall().body(), ISO_8859_1);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(first).isNotEqualTo(second); // the other member of the group
            assertThat(first.replace("a/one", "x").replace("b/two", "x"))
                    .isEqualTo(second.replace("a/one", "x").replace("b/two", "x"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"none|0", "twice|2"})
    void refusesAFormWithoutExactlyOneModel(String which, int found) throws Exception {
        OneRequest.Answer answer = send(
                which.equals("none") ? form(sound()) : form(MODEL, sound(), MODEL.replace("heard", "other")), TYPE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("exactly one part 'model', and has " + found + ".");
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=model; name=other\r\n\r\nx\r\n",
                "Content-Disposition: form-data; name=\"model\"; filename=\"f\"\r\n\r\nx\r\n",
                "Content-Disposition: form-data; name*=utf-8''model; name=x\r\n\r\nx\r\n",
                "Content-Disposition: form-data; name=\"model\r\n\r\nx\r\n",
                "Content-Disposition: form-data; name=\"model\"\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n",
                "Content-Disposition: form-data; name=\"model\"\r\n\r\n \r\n",
                "Content-Disposition: form-data; name=\"x\"\r\nContent-Disposition: form-data; name=\"y\"\r\n\r\nx\r\n",
                "Content-Disposition: form-data;\r\n name=\"model\"\r\n\r\nx\r\n",
                "Content-Disposition: form-data; name=\"model\"\n\nx\r\n",
                "name\r\n\r\nx\r\n"
            })
    void refusesAFormThatTwoReadersMightReadInTwoWays(String part) throws Exception {
        OneRequest.Answer answer = send(form(part), TYPE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"type\":\"invalid_request_error\"");
        assertThat(upstream.callCount()).isZero();
    }

    /** What one reader passes over another may take for the model. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n--a b:c\n" + OTHER,
                "\r--a b:c\r\n" + OTHER,
                "\r\n--a b:cd\r\n" + OTHER,
                "\r\n--a b:c;\r\n" + OTHER,
                "\r\n--a b:c-\r\n" + OTHER,
                "\n--a b:c--\n",
                "\r\n--a b:c--\r\n--a b:c\r\n" + OTHER,
                "\r\n--a b:c--\r\n\r\n" + OTHER,
                "\r\n--a b:c--" + OTHER
            })
    void refusesAFormThatMayHideAnotherPart(String hidden) throws Exception {
        String file = "Content-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx" + hidden + "\r\n";

        OneRequest.Answer answer = send(form(MODEL, file), TYPE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(upstream.callCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=x; name*=utf-8''model\r\n\r\nx\r\n",
                "Content-Disposition: form-data; name=x; name*0=mod; name*1=el\r\n\r\nx\r\n",
                "Content-Disposition: form-data; name=x; filename*=utf-8''f\r\n\r\nx\r\n",
                "Content-Disposition: form-data-2; name=x\r\n\r\nx\r\n",
                "Content-Disposition: form-datax; name=model\r\n\r\nx\r\n",
                "Content-Disposition: attachment; name=x\r\n\r\nx\r\n",
                "--a b:c\r\nContent-Disposition: form-data; name=x\r\n\r\nx\r\n"
            })
    void refusesAPartThatMayHaveAnotherName(String part) throws Exception {
        OneRequest.Answer answer = send(form(MODEL, part), TYPE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void takesAPartWithoutContentAndBlankLinesBehindTheEnd() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));
        String empty = "Content-Disposition: form-data; name=prompt\r\n\r\n";
        String form = new String(form(empty, MODEL), ISO_8859_1) + " \r\n\t\n";

        assertThat(send(form.getBytes(ISO_8859_1), TYPE).status()).isEqualTo(200);

        assertThat(upstream.awaitCall().text()).isEqualTo(form.replace("heard", "openai/whisper-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/form-data; boundary*=utf-8''other; boundary=\"a b:c\"",
                "Content-Type: multipart/form-data; boundary*0=a; boundary=\"a b:c\"",
                "Content-Type: multipart/form-data",
                "Content-Type: multipart/form-data; boundary=",
                "Content-Type: multipart/form-data; boundary=other",
                "Content-Type: multipart/form-data; boundary=\"a b:c\"; boundary=x"
            })
    void refusesAFormWhoseBoundaryIsNotItsOwn(String type) throws Exception {
        OneRequest.Answer answer = send(form(MODEL), type);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void refusesAFormThatIsCutOff() throws Exception {
        byte[] form = form(MODEL, sound());

        OneRequest.Answer answer = send(Arrays.copyOf(form, form.length - 10), TYPE);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("last boundary is missing");
    }

    @Test
    void refusesAFormThatIsTooLong() throws Exception {
        OneRequest.Answer answer = send(new byte[1_000_001], TYPE);

        assertThat(answer.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audio/speech", "/v1/rerank", "/v1/chat/completions", "/v1/images"})
    void takesFormsNowhereElse(String path) throws Exception {
        OneRequest.Answer answer = new OneRequest(gateway.port()).send("POST " + path, form(MODEL), TYPE);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void readsNamesInUtf8() throws Exception {
        upstream.script(call -> call.answer(200, JSON, ANSWER));

        send(new String(form(MODEL), ISO_8859_1).replace("heard", "x/é").getBytes(UTF_8), TYPE);

        assertThat(upstream.awaitCall().text()).contains("\r\n\r\nx/é\r\n");
    }
}
