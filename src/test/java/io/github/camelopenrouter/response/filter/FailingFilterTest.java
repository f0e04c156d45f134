/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.LogRecorder;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter cannot judge does not go out if it insists, and goes out without it if it does not. */
class FailingFilterTest {

    private static final Operation CHAT = Operation.CHAT_COMPLETIONS;
    private static final String HI = RecordedStreams.data("{'choices':[{'index':0,'delta':{'content':'secret'}}]}");
    private static final String STOP = RecordedStreams.data("{'choices':[{'index':0,'finish_reason':'stop'}]}");
    private static final String DONE = "data: [DONE]\n\n";

    private static TestFilter throwing(Throwable failure) {
        return TestFilter.judges(event -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
    }

    private static void assertBlocked(Filtered answer) throws IOException {
        assertThat(answer.text())
                .doesNotContain("secret")
                .contains("\"refusal\":\"The answer could not be checked and is withheld.\"")
                .endsWith(DONE);
        assertThat(answer.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(answer.isUpstreamClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneThatThrowsEndsTheAnswerOrIsLeftOut(boolean insists) throws IOException {
        for (Throwable failure : new Throwable[] {new IllegalStateException("secret"), new StackOverflowError()}) {
            TestFilter filter = insists ? throwing(failure) : throwing(failure).thatDoesNotInsist();
            Filtered answer = Filtered.stream(CHAT, HI + STOP + DONE, filter);
            if (insists) {
                assertBlocked(answer);
            } else {
                assertThat(answer.text()).isEqualTo(HI + STOP + DONE);
                assertThat(answer.facts().outcome()).isEqualTo(Outcome.COMPLETE);
            }
        }
    }

    /** A mistake of the filter's must not look like a verdict. */
    @Test
    void oneThatSaysNothingWhereItHasToSaySomethingHasFailed() throws IOException {
        assertBlocked(Filtered.stream(CHAT, HI + STOP + DONE, TestFilter.judges(event -> ResponseVerdict.end(null))));
        assertBlocked(Filtered.stream(CHAT, HI + STOP + DONE, TestFilter.judges(event -> {
            event.texts().forEach(text -> text.replaceBy(null));
            return ResponseVerdict.PASS;
        })));
    }

    @Test
    void theLogNamesTheFilterAndNothingOfTheAnswer() throws IOException {
        try (LogRecorder log = LogRecorder.record()) {
            assertThat(Filtered.stream(CHAT, HI, throwing(new IllegalStateException("secret")))
                            .text())
                    .isNotEmpty();
            assertThat(String.join("\n", log.lines()))
                    .contains(TestFilter.class.getName())
                    .doesNotContain("secret");
        }
    }

    @Test
    void whoLeavesOutOneFilterKeepsTheOthers() throws IOException {
        TestFilter behind = TestFilter.passes();
        TestFilter failing = throwing(new IllegalStateException()).thatDoesNotInsist();
        assertThat(Filtered.stream(CHAT, HI + STOP, failing, behind).text()).isEqualTo(HI + STOP);
        assertThat(behind.seen).hasSize(1);
        assertThat(failing.ends).isEmpty();
    }

    @Test
    void oneThatHoldsFromAnEventThatHasGoneHasFailed() throws IOException {
        AtomicReference<ResponseEvent> first = new AtomicReference<>();
        Function<ResponseEvent, ResponseVerdict> fromTheFirst = event ->
                first.compareAndSet(null, event) ? ResponseVerdict.PASS : ResponseVerdict.holdFrom(first.get());
        assertBlocked(Filtered.stream(CHAT, STOP + HI, TestFilter.judges(fromTheFirst)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: secret\n\n", "data: {\"choices\":[{\"delta\":{\"content\":\"secret\"}}]} {}\n\n"})
    void anEventThatIsNoJsonEndsTheAnswerOrPasses(String event) throws IOException {
        assertBlocked(Filtered.stream(CHAT, event + STOP + DONE, TestFilter.passes()));
        TestFilter lenient = TestFilter.passes().thatDoesNotInsist();
        assertThat(Filtered.stream(CHAT, event + STOP + DONE, lenient).text()).isEqualTo(event + STOP + DONE);
        assertThat(lenient.ends).containsExactly(ResponseEnd.COMPLETE);
    }

    @Test
    void anUnreadableEventKeepsItsPlaceBehindWhatIsHeld() throws IOException {
        String whole = HI + "data: oops\n\n" + STOP + DONE;
        TestFilter lenient = TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS).thatDoesNotInsist();
        assertThat(Filtered.stream(CHAT, whole, lenient).text()).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEventBeyondTheBoundEndsTheAnswerOrPassesUnread(boolean cut) throws IOException {
        String longOne = RecordedStreams.data(
                "{'choices':[{'index':0,'delta':{'content':'secret" + "x".repeat(HeldBytes.MOST_BYTES) + "'}}]}");
        assertBlocked(Filtered.stream(CHAT, longOne + STOP + DONE, TestFilter.passes()));
        TestFilter lenient = TestFilter.holdsUntilTheEnd(ResponseVerdict.HOLD).thatDoesNotInsist();
        String whole = HI + longOne + STOP + DONE;
        String sent = cut ? whole.substring(0, whole.length() - 500) : whole;
        Filtered passed = cut ? Filtered.reset(CHAT, sent, lenient) : Filtered.stream(CHAT, sent, lenient);
        String text = passed.text();
        assertThat(text.substring(0, sent.length()).equals(sent)).isTrue(); // AssertJ would print it
        assertThat(text.substring(sent.length()).startsWith("\n\nevent: error\ndata: {\"id\""))
                .isEqualTo(cut);
        assertThat(lenient.ends).containsExactly(ResponseEnd.ABANDONED);
        assertThat(passed.facts().outcome()).isEqualTo(cut ? Outcome.TRUNCATED : Outcome.COMPLETE);
    }

    @Test
    void aFilterThatEndsWhatAnotherOneHeldEndsTheUnreadRestToo() throws IOException {
        String longOne = RecordedStreams.data(
                "{'choices':[{'index':0,'delta':{'content':'" + "x".repeat(HeldBytes.MOST_BYTES) + "'}}]}");
        Filtered answer = Filtered.stream(
                CHAT,
                HI + longOne + STOP + DONE,
                TestFilter.holdsUntilTheEnd(ResponseVerdict.HOLD).thatDoesNotInsist(),
                TestFilter.endsAt("secret").thatDoesNotInsist());
        String text = answer.text();
        assertThat(text.length()).isLessThan(1000);
        assertThat(text).doesNotContain("secret").contains("content_filter").endsWith(DONE);
        assertThat(answer.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(answer.isUpstreamClosed()).isTrue();
    }
}
