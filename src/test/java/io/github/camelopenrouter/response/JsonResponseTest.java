/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.TruncatedException;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonResponseTest {

    private static final String PADDING = "\n         \n";
    private static final String SMALL =
            "{\"id\":\"gen-1\",\"model\":\"a/b\",\"choices\":[{\"message\":{\"content\":\"Hi\"}}],\"usage\":{\"cost\":1}}";
    private static final String ERROR = "{\"error\":{\"code\":429,\"message\":\"slow down\"},\"user_id\":\"u\"}";

    private final List<ResponseFacts> told = new ArrayList<>();

    private JsonResponse answer(InputStream upstream, BooleanSupplier isAbandoned) {
        ResponseReport report = new ResponseReport();
        report.whenEnded(told::add);
        return new JsonResponse(upstream, Operation.CHAT_COMPLETIONS, CutStream.watch(isAbandoned), report);
    }

    private JsonResponse answer(String text, int piece) {
        return answer(CutStream.clean(text, piece), CutStream.STILL_THERE);
    }

    private static String large() {
        return SMALL.replace("Hi", "\\\"}".repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8192})
    void aSmallAnswerIsThereAsAWhole(int piece) throws IOException {
        JsonResponse answer = answer(PADDING + SMALL + "\n", piece);
        answer.awaitStart();
        assertThat(answer.isError()).isFalse();
        assertThat(new String(answer.whole(), UTF_8)).isEqualTo(PADDING + SMALL + "\n");
        assertThat(told).hasSize(1);
        assertThat(told.get(0).outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(told.get(0).id()).isEqualTo("gen-1");
        assertThat(told.get(0).model()).isEqualTo("a/b");
        assertThat(told.get(0).usage()).isEqualTo("{\"cost\":1}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, Integer.MAX_VALUE})
    void aLargeAnswerPassesWithoutBeingHeld(int piece) throws IOException {
        JsonResponse answer = answer(PADDING + large(), piece);
        answer.awaitStart();
        assertThat(answer.whole()).isNull();
        assertThat(told).isEmpty();
        assertThat(new String(answer.readAllBytes(), UTF_8)).isEqualTo(PADDING + large());
        assertThat(answer.read()).isEqualTo(-1);
        answer.close();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.COMPLETE);
        assertThat(told.get(0).usage()).isEqualTo("{\"cost\":1}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 64 * 1024})
    void paddingBeyondTheWaitIsDroppedAndTheAnswerIsNot(int piece) throws IOException {
        JsonResponse answer = answer(PADDING.repeat(10_000) + SMALL, piece);
        answer.awaitStart();
        assertThat(new String(answer.whole(), UTF_8))
                .endsWith(SMALL)
                .hasSizeLessThanOrEqualTo(JsonResponse.LONGEST_WAIT)
                .satisfies(text -> assertThat(text.strip()).isEqualTo(SMALL));
    }

    @Test
    void anErrorBehindAnyAmountOfPaddingIsStillFound() throws IOException {
        for (int padding = JsonResponse.LONGEST_WAIT - 2 * ERROR.length();
                padding < JsonResponse.LONGEST_WAIT + 2;
                padding += 7) {
            JsonResponse answer = answer(" ".repeat(padding) + ERROR, 8192);
            answer.awaitStart();
            assertThat(answer.whole()).as("padding of %d", padding).isNotNull();
            assertThat(answer.isError()).isTrue();
            assertThat(new String(answer.whole(), UTF_8).strip()).isEqualTo(ERROR);
        }
    }

    @Test
    void anErrorAloneIsAnError() throws IOException {
        JsonResponse answer = answer(PADDING + ERROR, 5);
        answer.awaitStart();
        assertThat(answer.isError()).isTrue();
        assertThat(new String(answer.whole(), UTF_8)).isEqualTo(PADDING + ERROR);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
        assertThat(told.get(0).error()).isEqualTo("{\"code\":429,\"message\":\"slow down\"}");
    }

    @Test
    void anErrorBesideAResultIsAnAnswerThatCarriesAnError() throws IOException {
        JsonResponse answer = answer(
                "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"error\":{\"code\":502},\"finish_reason\":\"error\"}]}",
                8192);
        answer.awaitStart();
        assertThat(answer.isError()).isFalse();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"error\":{\"code\":502},\"finish_reason\":\"error\"}]}",
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"error\":{\"code\":502}}]}",
                "{\"choices\":[],\"error\":{\"code\":502}}"
            })
    void anErrorBesideAnEmptyResultIsAnError(String text) throws IOException {
        JsonResponse answer = answer(text, 3);
        answer.awaitStart();
        assertThat(answer.isError()).isTrue();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n   \n", "{", "{\"choices\":[{\"message\":{\"content\":\"Hi}"})
    void failsIfASmallAnswerEndsBeforeItsJson(String text) {
        JsonResponse answer = answer(text, 8192);
        assertThatThrownBy(answer::awaitStart).isInstanceOf(IOException.class);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.TRUNCATED);
    }

    @Test
    void failsIfALargeAnswerEndsBeforeItsJson() throws IOException {
        String half = large().substring(0, 150_000);
        JsonResponse answer = answer(half, 8192);
        answer.awaitStart();
        assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
        answer.close();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.TRUNCATED);
    }

    @Test
    void aResetIsATruncation() throws IOException {
        JsonResponse answer = answer(CutStream.reset(large().substring(0, 150_000)), CutStream.STILL_THERE);
        answer.awaitStart();
        assertThatThrownBy(answer::readAllBytes)
                .isInstanceOf(TruncatedException.class)
                .hasRootCauseMessage("Connection reset");
        answer.close();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.TRUNCATED);
    }

    @Test
    void aResetWhileAnswersAreHeldIsReportedToo() {
        JsonResponse answer = answer(CutStream.reset("{"), CutStream.STILL_THERE);
        assertThatThrownBy(answer::awaitStart)
                .isInstanceOf(TruncatedException.class)
                .hasRootCauseMessage("Connection reset");
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBreakBehindTheWholeTextTakesNothingAway(boolean isLarge) throws IOException {
        String text = (isLarge ? large() : SMALL) + "\n";
        JsonResponse answer = answer(CutStream.reset(text), CutStream.STILL_THERE);
        answer.awaitStart();
        assertThat(answer.whole() == null).isEqualTo(isLarge);
        assertThat(new String(answer.readAllBytes(), UTF_8)).isEqualTo(text);
        assertThat(answer.read()).isEqualTo(-1);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void aBreakBehindAWholeErrorLeavesTheError() throws IOException {
        JsonResponse answer = answer(CutStream.reset(ERROR), CutStream.STILL_THERE);
        answer.awaitStart();
        assertThat(answer.isError()).isTrue();
        assertThat(new String(answer.whole(), UTF_8)).isEqualTo(ERROR);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
    }

    @Test
    void aCallThatIsCutBehindTheWholeTextIsCut() {
        JsonResponse answer = answer(CutStream.reset(SMALL), () -> true);
        assertThatThrownBy(answer::awaitStart).hasMessage("Connection reset");
    }

    @Test
    void aClientThatLeavesIsNoTruncation() throws IOException {
        JsonResponse answer = answer(CutStream.reset(large().substring(0, 150_000)), () -> true);
        answer.awaitStart();
        assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ABANDONED);
    }

    @Test
    void aReaderThatClosesEarlyHasAbandonedTheAnswer() throws IOException {
        CutStream upstream = CutStream.clean(large());
        JsonResponse answer = answer(upstream, CutStream.STILL_THERE);
        answer.awaitStart();
        answer.close();
        assertThat(upstream.isClosed()).isTrue();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ABANDONED);
    }
}
