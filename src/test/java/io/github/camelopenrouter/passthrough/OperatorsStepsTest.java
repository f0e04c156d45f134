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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.host.MainHost;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseReport;
import io.github.camelopenrouter.rules.ModelNotAllowed;
import io.github.camelopenrouter.rules.SystemPrompt;
import io.github.camelopenrouter.rules.TextReplacement;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operator's steps and rules stand in front of OpenRouter's other paths as they do elsewhere, in a host, too. */
@Timeout(120)
class OperatorsStepsTest {

    private static final String JSON = "application/json";
    private static final String FORM = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n%s\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"prompt\"\r\n\r\nbluebird\r\n--b--\r\n";
    private static final String FORM_TYPE = "Content-Type: multipart/form-data; boundary=b";

    private static volatile Processor step;
    private static ScriptedUpstream upstream;
    private static MainHost host;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(call -> call.answer(200, JSON, "{}"));
        host = MainHost.with(
                        "camel.main.routesIncludePattern=classpath:openrouter/routes/pass-through.camel.yaml",
                        "openrouter.retry.delay=1ms",
                        "openrouter.model-aliases=cheap>meta/small",
                        "openrouter.api-key=any",
                        "openrouter.base-url=" + upstream.baseUrl())
                .start(new Steps(), new OpenRouterRoutes());
    }

    private static final class Steps extends RouteConfigurationBuilder {
        @Override
        public void configuration() {
            routeConfiguration("openrouter-upstream-mine")
                    .interceptFrom("*")
                    .process(exchange -> step.process(exchange));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        host.close();
        upstream.close();
    }

    @BeforeEach
    void forgetEarlierTests() {
        upstream.forget();
        upstream.script(call -> call.answer(200, JSON, "{}"));
        step = exchange -> {};
    }

    private static OneRequest.Answer rerank(String body) throws IOException {
        return new OneRequest(host.port()).post("/v1/rerank", body);
    }

    private static OneRequest.Answer transcribe(String model) throws IOException {
        return new OneRequest(host.port())
                .send(
                        "POST /v1/audio/transcriptions",
                        FORM.formatted(model).getBytes(StandardCharsets.UTF_8),
                        FORM_TYPE);
    }

    @Test
    void seeTheRequestDecodedAndLeaveItsBytes() throws Exception {
        step = exchange -> assertThat(exchange.getMessage()
                        .getBody(ObjectNode.class)
                        .path("n")
                        .asText())
                .isEqualTo("1.50");

        rerank("{ \"model\":\"a/b\",\t\"n\":1.50 }");

        assertThat(upstream.awaitCall().text()).isEqualTo("{ \"model\":\"a/b\",\t\"n\":1.50 }");
    }

    @Test
    void putAnotherModelThereThatIsLookedUp() throws Exception {
        step = exchange -> {
            ObjectNode request = exchange.getMessage().getBody(ObjectNode.class);
            exchange.getMessage().setBody(request.put("model", "cheap"));
        };

        rerank("{\"model\":\"a/b\",\"n\":1.50}");

        assertThat(upstream.awaitCall().text()).isEqualTo("{\"model\":\"meta/small\",\"n\":1.50}");
    }

    @Test
    void changeAForm() throws Exception {
        step = exchange -> exchange.getMessage()
                .setBody(exchange.getMessage().getBody(String.class).replace("bluebird", "[project]"));

        assertThat(transcribe("cheap").status()).isEqualTo(200);

        assertThat(upstream.awaitCall().text())
                .isEqualTo(FORM.formatted("meta/small").replace("bluebird", "[project]"));
    }

    @Test
    void areToldInTheLogAloneWhatTheyHaveBroken() throws Exception {
        step = exchange -> exchange.getMessage().setBody("no JSON");

        OneRequest.Answer answer = rerank("{\"model\":\"a/b\"}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(upstream.callCount()).isZero();
    }

    @Test
    void areToldInTheLogAloneWhereTheyHaveTakenTheBodyAway() throws Exception {
        step = exchange -> exchange.getMessage().setBody(null);

        assertThat(rerank("{\"model\":\"a/b\"}").status()).isEqualTo(500);
        assertThat(transcribe("cheap").status()).isEqualTo(500);
        assertThat(upstream.callCount()).isZero();
        assertThat(new OneRequest(host.port()).get("/v1/providers").status()).isEqualTo(200);
    }

    @Test
    void refuseModelsOfBothKindsOfBodies() throws Exception {
        ModelNotAllowed rule = new ModelNotAllowed();
        rule.setModels("meta/*");
        step = exchange -> {
            if (rule.matches(exchange)) {
                throw new ForbiddenException("Not listed.");
            }
        };

        assertThat(rerank("{\"model\":\"a/b\"}").status()).isEqualTo(403);
        assertThat(transcribe("a/b").status()).isEqualTo(403);
        assertThat(upstream.callCount()).isZero();
        assertThat(rerank("{\"model\":\"cheap\"}").status()).isEqualTo(200);
        assertThat(transcribe("cheap").status()).isEqualTo(200);
    }

    @Test
    void replaceTextsAndLetNoFormPassUnread() throws Exception {
        TextReplacement rule = new TextReplacement();
        rule.setPattern("bluebird");
        step = rule;

        rerank("{\"model\":\"a/b\",\"query\":\"the bluebir\\u0064\"}");

        assertThat(upstream.awaitCall().text()).isEqualTo("{\"model\":\"a/b\",\"query\":\"the \"}");
        assertThat(transcribe("a/b").status()).isEqualTo(415);
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    @Test
    void havePromptsForChatsAlone() throws Exception {
        SystemPrompt rule = new SystemPrompt();
        rule.setText("Be brief.");
        step = rule;

        assertThat(rerank("{\"model\":\"a/b\" }").status()).isEqualTo(200);
        assertThat(upstream.awaitCall().text()).isEqualTo("{\"model\":\"a/b\" }");
        assertThat(transcribe("a/b").status()).isEqualTo(200);
    }

    @Test
    void standBehindAHostsOwnCallsToo() throws Exception {
        Exchange answer = host.context().createProducerTemplate().request("direct:openrouter-pass-through", call -> {
            call.setProperty("CamelOpenRouterPassThrough", "rerank");
            call.getMessage().setBody("{\"model\":\"cheap\" }");
        });

        assertThat(answer.getMessage().getBody(String.class)).isEqualTo("{}");
        assertThat(upstream.awaitCall().text()).isEqualTo("{\"model\":\"meta/small\" }");
    }

    /** Who has the last byte knows that all is there, and need not read on for the record to say so. */
    @Test
    void learnTheEndOfSoundInFrontOfItsLastBytes() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        upstream.script(call -> {
            if (call.text().contains("told")) {
                call.answer(200, "audio/mpeg", "sound");
            } else {
                call.head(200, "audio/mpeg").send("sound");
                heard.await();
                call.end();
            }
        });

        assertThat(ResponseReport.of(speech("told")).facts().outcome()).isEqualTo(ResponseFacts.Outcome.COMPLETE);

        Exchange live = speech("live"); // is handed on before its end is known
        assertThat(ResponseReport.of(live).facts()).isNull();
        heard.countDown();
        assertThat(live.getMessage().getBody(InputStream.class).readAllBytes()).hasSize(5);
        assertThat(ResponseReport.of(live).facts().outcome()).isEqualTo(ResponseFacts.Outcome.COMPLETE);
    }

    private static Exchange speech(String input) {
        return host.context().createProducerTemplate().request("direct:openrouter-pass-through", call -> {
            call.setProperty("CamelOpenRouterPassThrough", "audio-speech");
            call.getMessage().setBody("{\"model\":\"a/b\",\"input\":\"" + input + "\"}");
        });
    }

    @Test
    void needANameFromTheTable() {
        Exchange answer = host.context()
                .createProducerTemplate()
                .request(
                        "direct:openrouter-pass-through",
                        call -> call.setProperty("CamelOpenRouterPassThrough", "keys"));

        assertThat(answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(404);
    }
}
