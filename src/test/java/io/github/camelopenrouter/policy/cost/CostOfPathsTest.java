/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static io.github.camelopenrouter.policy.cost.PricedModels.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.call.UpstreamTarget;
import io.github.camelopenrouter.passthrough.MultipartBody;
import io.github.camelopenrouter.passthrough.PassThroughPath;
import io.github.camelopenrouter.passthrough.ReadRequest;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenRouter's other paths, many of which are paid for in units that the list does not tell. */
class CostOfPathsTest {

    private static CallCost cost(PassThroughPath path, ObjectNode request) {
        return PricedModels.estimate().ofPath(path, request, List.of());
    }

    private static CallCost cost(PassThroughPath path, String request) {
        return cost(path, request(request));
    }

    @ParameterizedTest
    @EnumSource(
            value = PassThroughPath.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RERANK", "IMAGES", "AUDIO_SPEECH", "AUDIO_TRANSCRIPTIONS", "VIDEOS"})
    void whatAsksNoModelCostsNothing(PassThroughPath path) {
        assertThat(cost(path, "{}")).isEqualTo(CallCost.NONE);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.002", "100, 0.002", "101, 0.004", "1000, 0.02"})
    void aHundredDocumentsAreRankedForOneRequest(int documents, BigDecimal amount) {
        String list = IntStream.range(0, documents).mapToObj(i -> "'x'").collect(Collectors.joining(","));
        CallCost cost = cost(PassThroughPath.RERANK, "{'model':'a/ranker','query':'x','documents':[" + list + "]}");

        assertThat(cost.unknown()).isNull();
        assertThat(cost.amount()).isEqualByComparingTo(amount);
        assertThat(cost.outputTokens()).isZero();
    }

    @Test
    void theQueryIsReadWithEachDocument() {
        ObjectNode request = request("{'model':'a/plain','query':'What is a camel?','documents':['a','b','c']}");
        long query = PromptTokens.of(request("{'query':'What is a camel?'}"));

        assertThat(cost(PassThroughPath.RERANK, request).amount())
                .isEqualByComparingTo(BigDecimal.valueOf(PromptTokens.most(PromptTokens.of(request) + 2 * query), 6));
    }

    @Test
    void picturesAreAsManyTokensOfTheirPriceAsAnAnswerHas() {
        CallCost cost = cost(PassThroughPath.IMAGES, "{'model':'a/media','n':2}");

        assertThat(cost.amount()).isEqualByComparingTo("0.245768"); // 2 × 4096 × 0.00003, and eight tokens
        assertThat(cost.perOutputToken()).isEqualByComparingTo("0.00006");
    }

    @Test
    void picturesThatAreGivenHaveTheirPrice() {
        CallCost cost = cost(
                PassThroughPath.IMAGES,
                "{'model':'a/media','input_references':[{'type':'image_url','image_url':{'url':'u'}}]}");

        assertThat(cost.fixed()).isEqualByComparingTo("0.001008");
    }

    @Test
    void speechHasThePriceOfSound() {
        ObjectNode request = request("{'model':'a/media','input':'Hello'}");

        assertThat(cost(PassThroughPath.AUDIO_SPEECH, request).amount())
                .isEqualByComparingTo(BigDecimal.valueOf(PromptTokens.most(PromptTokens.of(request)), 6)
                        .add(new BigDecimal("0.08192"))); // 4096 × 0.00002
    }

    /** 640 characters are three tokens of sound: twelve of a prompt, and for three the difference. */
    @Test
    void whatIsWrittenDownIsSoundAndText() {
        CallCost cost = cost(
                PassThroughPath.AUDIO_TRANSCRIPTIONS,
                "{'model':'a/media','input_audio':{'data':'" + "A".repeat(640) + "'}}");

        assertThat(cost.fixed()).isEqualByComparingTo("0.000024");
        assertThat(cost.perOutputToken()).isEqualByComparingTo("0.000004");
    }

    /** Of 240 bytes each a token, with all that stands around the sound. */
    @Test
    void aFormIsASoundOfItsLength() throws IOException {
        MultipartBody form = form("a/media", 1100);
        CallCost cost = PricedModels.estimate().ofForm(form, List.of());

        assertThat(cost.unknown()).isNull();
        assertThat(form.length()).isBetween(1200L, 1439L); // six tokens, for which 17 are held
        assertThat(cost.fixed()).isEqualByComparingTo("0.000041"); // 17 × 0.000001 + 6 × 0.000004
        assertThat(cost.perOutputToken()).isEqualByComparingTo("0.000004");
        assertThat(PricedModels.estimate().ofForm(form, List.of("a/none")).unknown())
                .isEqualTo("a/none");
        assertThat(PricedModels.estimate().ofForm(form("a/plain", 1), List.of()).unknown())
                .isEqualTo("a/plain");
    }

    private static MultipartBody form(String model, int bytes) throws IOException {
        String body = "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + model
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\n"
                + "A".repeat(bytes)
                + "\r\n--x--\r\n";
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.setProperty(OpenRouterConstants.PASS_THROUGH, PassThroughPath.AUDIO_TRANSCRIPTIONS.id());
            exchange.setProperty(
                    UpstreamTarget.PROPERTY,
                    new UpstreamTarget("POST", "/v1/x", null, "*/*", null, null, true, false, false, true));
            exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "multipart/form-data; boundary=x");
            new ReadRequest(100_000).process(exchange);
            return exchange.getMessage().getBody(MultipartBody.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RERANK, a/painter",
        "IMAGES, a/painter",
        "AUDIO_SPEECH, a/painter",
        "AUDIO_TRANSCRIPTIONS, a/plain",
        "VIDEOS, a/media",
        "IMAGES, a/unlisted",
        "RERANK, openrouter/auto"
    })
    void whatTheListHasNoPriceForIsUnknown(PassThroughPath path, String model) {
        CallCost cost = cost(path, "{'model':'" + model + "','prompt':'x','input':'x'}");

        assertThat(cost.unknown()).isEqualTo(model);
        assertThat(cost.amount()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @EnumSource(
            value = PassThroughPath.class,
            names = {"RERANK", "IMAGES", "AUDIO_SPEECH", "AUDIO_TRANSCRIPTIONS"})
    void aFreeVariantIsFree(PassThroughPath path) {
        assertThat(cost(path, "{'model':'a/free:free','prompt':'x','input':'x'}")
                        .isFree())
                .isTrue();
    }

    @Test
    void strictlyAPictureIsAllThatTheModelWrites() {
        CallCost cost = PricedModels.estimate()
                .strict()
                .ofPath(PassThroughPath.IMAGES, request("{'model':'a/plain','prompt':'x'}"), List.of());

        assertThat(cost.outputTokens()).isEqualTo(1000);
    }
}
