/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.spi.ResponseEnd;
import io.github.camelopenrouter.spi.ResponseEvent;
import io.github.camelopenrouter.spi.ResponseVerdict;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter holds waits, with all that comes behind it, and goes out as it came or not at all. */
class HoldingFilterTest {

    private static final String COMMENT = ": OPENROUTER PROCESSING\n\n";
    private static final String STOP = RecordedStreams.data("{'choices':[{'index':0,'finish_reason':'stop'}]}");
    private static final String DONE = "data: [DONE]\n\n";
    private static final String ERROR = RecordedStreams.data("{'error':{'code':502,'message':'gone'},'choices':[]}");

    private static String chunk(String text) {
        return RecordedStreams.data("{'id':'gen-1','choices':[{'index':0,'delta':{'content':'" + text + "'}}]}");
    }

    private static boolean says(ResponseEvent event, String text) {
        return event.texts().stream().anyMatch(found -> found.text().contains(text));
    }

    /** Holds from an event with a question mark on until one with an exclamation mark comes. */
    private static TestFilter untilAnswered() {
        AtomicReference<ResponseEvent> asked = new AtomicReference<>();
        return TestFilter.judges(event -> {
            if (says(event, "!")) {
                asked.set(null);
            } else if (says(event, "?")) {
                asked.compareAndSet(null, event);
            }
            return asked.get() == null ? ResponseVerdict.PASS : ResponseVerdict.holdFrom(asked.get());
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void whatIsHeldToTheEndKeepsItsBytesAndItsOrder(Operation operation) throws IOException {
        String whole = RecordedStreams.of(operation);
        String events = whole.replace(COMMENT, "").replace(": \n\n", "");
        for (int piece = 1; piece < 40; piece++) {
            TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS);
            String text = Filtered.stream(operation, whole, piece, filter).text();
            assertThat(withoutComments(text)).isEqualTo(withoutComments(events));
            assertThat(text).hasSameSizeAs(whole);
        }
    }

    /** Comments and pings go ahead of what waits. */
    private static String withoutComments(String text) {
        return text.replace(COMMENT, "")
                .replace(": \n\n", "")
                .replace(RecordedStreams.named("ping", "{'type':'ping'}"), "");
    }

    @Test
    void commentsPassWhileEventsWait() throws IOException {
        Filtered held = Filtered.stream(
                Operation.CHAT_COMPLETIONS, chunk("who?") + COMMENT + chunk("me!") + STOP, 1, untilAnswered());
        assertThat(held.next()).isEqualTo(COMMENT);
        assertThat(held.next()).isEqualTo(chunk("who?") + chunk("me!"));
        assertThat(held.next()).isEqualTo(STOP);
    }

    @Test
    void onlyWhatMayStillMatterWaits() throws IOException {
        TestFilter fromLatest =
                TestFilter.judges(event -> says(event, "?") ? ResponseVerdict.holdFrom(event) : ResponseVerdict.PASS);
        Filtered held = Filtered.stream(
                Operation.CHAT_COMPLETIONS, chunk("a") + chunk("b?") + chunk("c?") + chunk("d"), 1, fromLatest);
        assertThat(held.next()).isEqualTo(chunk("a"));
        assertThat(held.next()).isEqualTo(chunk("b?"));
        assertThat(held.next()).isEqualTo(chunk("c?") + chunk("d"));
    }

    @Test
    void otherChoicesWaitBehindTheOneThatIsHeld() throws IOException {
        String other = RecordedStreams.data("{'choices':[{'index':1,'delta':{'content':'ho'}}]}");
        Filtered held =
                Filtered.stream(Operation.CHAT_COMPLETIONS, chunk("who?") + other + chunk("me!"), 1, untilAnswered());
        assertThat(held.next()).isEqualTo(chunk("who?") + other + chunk("me!"));
    }

    @Test
    void whatOneFilterLetsGoTheNextOneHolds() throws IOException {
        TestFilter second = untilAnswered();
        Filtered held = Filtered.stream(
                Operation.CHAT_COMPLETIONS,
                chunk("who?") + chunk("me!") + chunk("and?") + chunk("you!"),
                1,
                TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS),
                second);
        assertThat(held.text()).startsWith(chunk("who?") + chunk("me!") + chunk("and?") + chunk("you!"));
        assertThat(second.seen).hasSize(4);
    }

    @Test
    void aCompleteAnswerThatIsHeldForGoodIsBlocked() throws IOException {
        TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.HOLD);
        Filtered held = Filtered.stream(Operation.CHAT_COMPLETIONS, chunk("secret") + STOP + DONE, filter);
        assertThat(held.text())
                .doesNotContain("secret")
                .contains("content_filter")
                .endsWith(DONE);
        assertThat(held.facts().outcome()).isEqualTo(Outcome.BLOCKED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsHeldWhenTheUpstreamBreaksGoesOutOnlyIfTheFilterSaysSo(boolean passes) throws IOException {
        TestFilter filter = TestFilter.holdsUntilTheEnd(passes ? ResponseVerdict.PASS : ResponseVerdict.HOLD);
        Filtered held = Filtered.reset(Operation.CHAT_COMPLETIONS, chunk("secret") + "data: {\"choi", filter);
        String text = held.text();
        assertThat(text.startsWith(chunk("secret"))).isEqualTo(passes);
        assertThat(text.contains("secret")).isEqualTo(passes);
        assertThat(text).contains("\"finish_reason\":\"error\"").doesNotContain(DONE);
        assertThat(held.facts().outcome()).isEqualTo(Outcome.TRUNCATED);
        assertThat(filter.ends).containsExactly(ResponseEnd.TRUNCATED);
    }

    @Test
    void aBrokenAnswerThatTheFilterEndsIsBlocked() throws IOException {
        TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.end("No."));
        Filtered held = Filtered.reset(Operation.CHAT_COMPLETIONS, chunk("secret"), filter);
        assertThat(held.text())
                .doesNotContain("secret")
                .contains("content_filter")
                .endsWith(DONE);
        assertThat(held.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(held.received().outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anErrorReachesTheClientWhateverIsHeld(boolean passes) throws IOException {
        TestFilter filter = TestFilter.holdsUntilTheEnd(passes ? ResponseVerdict.PASS : ResponseVerdict.HOLD);
        Filtered held = Filtered.stream(Operation.CHAT_COMPLETIONS, chunk("secret") + ERROR, filter);
        assertThat(held.text()).isEqualTo((passes ? chunk("secret") : "") + ERROR);
        assertThat(held.facts().outcome()).isEqualTo(Outcome.ERROR);
        assertThat(filter.ends).containsExactly(ResponseEnd.ERROR);
    }

    @Test
    void anErrorWithTextsThatIsHeldForGoodBecomesAnotherOne() throws IOException {
        String mixed = RecordedStreams.data(
                "{'error':{'code':502,'message':'gone'},'choices':[{'delta':{'content':'secret'}}]}");
        Filtered held =
                Filtered.stream(Operation.CHAT_COMPLETIONS, mixed, TestFilter.holdsUntilTheEnd(ResponseVerdict.HOLD));
        assertThat(held.text()).doesNotContain("secret").contains("\"finish_reason\":\"error\"");
        assertThat(held.facts().outcome()).isEqualTo(Outcome.ERROR);
    }

    @Test
    void aClientThatLeavesGetsNothingOfWhatIsHeld() throws IOException {
        TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS);
        Filtered held = Filtered.reset(Operation.CHAT_COMPLETIONS, chunk("secret"), filter);
        held.client.leave();
        assertThat(held.text()).isEmpty();
        assertThat(held.facts().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(filter.ends).containsExactly(ResponseEnd.ABANDONED);
    }

    @Test
    void aReaderThatClosesEndsTheUpstreamAndTheFilterIsToldOnce() throws IOException {
        TestFilter filter = untilAnswered();
        Filtered held = Filtered.stream(Operation.CHAT_COMPLETIONS, chunk("hi") + chunk("who?") + STOP, 1, filter);
        assertThat(held.next()).isEqualTo(chunk("hi"));
        held.close();
        held.close();
        assertThat(held.isUpstreamClosed()).isTrue();
        assertThat(held.next()).isNull();
        assertThat(held.facts().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(filter.ends).containsExactly(ResponseEnd.ABANDONED);
    }

    /** Gives nothing until it is closed, and breaks then. */
    private static final class Silent extends InputStream {

        private final CountDownLatch read = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            read.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("Socket closed");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void whoClosesWhileAnotherReadsLeavesTheEndToTheReader() throws Exception {
        TestFilter filter = TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS);
        Silent silent = new Silent();
        String held = chunk("secret");
        Filtered answer = Filtered.of(
                Operation.CHAT_COMPLETIONS,
                new SequenceInputStream(new ByteArrayInputStream(held.getBytes(UTF_8)), silent),
                silent::close,
                filter);
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> answer.textOrNone());
        silent.read.await();
        answer.close();
        assertThat(reader.get(20, TimeUnit.SECONDS)).doesNotContain("secret");
        assertThat(filter.ends).hasSize(1);
        assertThat(answer.facts()).isNotNull();
    }

    @Test
    void whatWaitsIsCountedAndGivenBack() throws IOException {
        ByteBudget budget = new ByteBudget(1024 * 1024);
        Filtered held = Filtered.counted(
                budget, Operation.CHAT_COMPLETIONS, chunk("who?") + COMMENT + chunk("me!") + STOP, untilAnswered());
        assertThat(held.next()).isEqualTo(COMMENT);
        assertThat(budget.held()).isGreaterThanOrEqualTo(chunk("who?").length());
        assertThat(held.next()).isNotNull();
        assertThat(held.text()).isNotNull();
        assertThat(budget.held()).isZero();
    }

    @Test
    void whatFindsNoRoomIsBlocked() throws IOException {
        ByteBudget budget = new ByteBudget(2000);
        Filtered held = Filtered.counted(
                budget,
                Operation.CHAT_COMPLETIONS,
                chunk("secret").repeat(10) + STOP + DONE,
                TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS));
        assertThat(held.text()).doesNotContain("secret").contains("content_filter");
        assertThat(held.facts().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(held.isUpstreamClosed()).isTrue();
        assertThat(budget.held()).isZero();
    }

    @Test
    void aFilterThatDoesNotInsistLetsGoWhatFindsNoRoom() throws IOException {
        String whole = chunk("open").repeat(10) + STOP + DONE;
        Filtered held = Filtered.counted(
                new ByteBudget(2000),
                Operation.CHAT_COMPLETIONS,
                whole,
                TestFilter.holdsUntilTheEnd(ResponseVerdict.HOLD).thatDoesNotInsist());
        assertThat(held.text()).isEqualTo(whole);
        assertThat(held.facts().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void nobodyCountsForAClientThatHasItsAnswer() throws IOException {
        ByteBudget budget = new ByteBudget(1024);
        ByteBudget.Account account = budget.open();
        Filtered held = Filtered.countedIn(
                account,
                Operation.CHAT_COMPLETIONS,
                chunk("who?") + chunk("me!").repeat(20) + STOP,
                TestFilter.holdsUntilTheEnd(ResponseVerdict.PASS));
        account.close();
        assertThat(held.text()).isEqualTo(chunk("who?") + chunk("me!").repeat(20) + STOP);
        assertThat(held.facts().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(budget.held()).isZero();
    }
}
