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
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.error.TruncatedException;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private static final String COMMENT = ": OPENROUTER PROCESSING\n\n";
    private static final String HELLO = RecordedStreams.data("{'choices':[{'delta':{'content':'Hello'}}]}");
    private static final String STOP = RecordedStreams.data("{'choices':[{'finish_reason':'stop'}]}");
    private static final String DONE = "data: [DONE]\n\n";
    private static final String ERROR = "{\"error\":{\"code\":502,\"message\":\"gone\"}}";

    private final List<ResponseFacts> told = new ArrayList<>();

    /** Hands over one piece per read, however much room there is. */
    private static InputStream pieces(String... pieces) {
        List<InputStream> streams = new ArrayList<>();
        for (String piece : pieces) {
            streams.add(new ByteArrayInputStream(piece.getBytes(UTF_8)));
        }
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    private EventStream chat(InputStream upstream) {
        ResponseReport report = new ResponseReport();
        report.whenEnded(told::add);
        return new EventStream(upstream, Operation.CHAT_COMPLETIONS, CutStream.watch(CutStream.STILL_THERE), report);
    }

    private EventStream chat(String... pieces) {
        return chat(pieces(pieces));
    }

    private static String next(InputStream stream) throws IOException {
        byte[] piece = new byte[256 * 1024];
        int read = stream.read(piece);
        return read < 0 ? null : new String(piece, 0, read, UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {'n':1}\n\n",
                "data:{'n':1}\n\n",
                "data: {'n':\ndata: 1}\n\n",
                "id: 1\nevent: x\ndata: {'n':1}\nretry: 5\n\n",
                ": comment\ndata: {'n':1}\n\n",
                "data: {'n':1}\r\n\r\n",
                "data: {'n':1}\r\r",
                "data: {'n':1}\r\n\n",
                "data: {'n':1}\n\r\n",
                "\n\n\r\ndata: {'n':1}\n\n",
                "\uFEFF\ndata: {'n':1}\n\n",
                "data: \n\ndata: {'n':1}\n\n",
                "data\ndatax: 1\n\ndata: {'n':1}\n\n",
                ": a\n\n: b\r\n\r\n:\n\ndata: {'n':1}\n\n"
            })
    void everyWayToWriteAnEventPassesUnchanged(String event) throws IOException {
        String whole = event.replace('\'', '"') + STOP + DONE;
        for (int piece = 1; piece < 12; piece++) {
            CutStream.Passed passed = CutStream.clean(whole, piece).throughEventStream(Operation.CHAT_COMPLETIONS);
            assertThat(passed.text()).isEqualTo(whole);
            assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "data: A~~|A",
                "data:A~~|A",
                "data:  A~~|_A",
                ": c~~data: A~data: B~~|A~B",
                "event: error~data: A~id: 1~~|A",
                "data: A^~^~|A",
                "data: A^^|A",
            })
    void theDataOfTheFirstEventIsThatOfItsLinesJoined(String stream, String data) throws IOException {
        EventStream events = chat(stream.replace('~', '\n').replace('^', '\r') + HELLO);
        events.awaitContent(new ClientLink());
        assertThat(new String(events.firstData(), UTF_8))
                .isEqualTo(data.replace('~', '\n').replace('_', ' '));
    }

    @Test
    void anUnfinishedEventWaitsForItsBlankLine() throws IOException {
        EventStream events = chat(HELLO + "data: {\"ch", "oices\":", "[]}\n", "\n" + DONE);
        assertThat(next(events)).isEqualTo(HELLO);
        assertThat(events.isAtBoundary()).isTrue();
        assertThat(next(events)).isEqualTo("data: {\"choices\":[]}\n\n" + DONE);
        assertThat(events.isAtBoundary()).isTrue();
    }

    @Test
    void isAtNoBoundaryWhileTheReaderHasOnlyAPartOfAnEvent() throws IOException {
        EventStream events = chat(HELLO);
        assertThat(events.readNBytes(5)).asString().isEqualTo("data:");
        assertThat(events.isAtBoundary()).isFalse();
        assertThat(events.readNBytes(HELLO.length() - 5)).isNotEmpty();
        assertThat(events.isAtBoundary()).isTrue();
    }

    @Test
    void anEventLongerThanTheWaitFlows() throws IOException {
        String begin = "data: {\"choices\":[{\"delta\":{\"images\":\"" + "x".repeat(2 * EventStream.LONGEST_WAIT);
        String end = "\"}}]}\n\n";
        EventStream events = chat(begin, end + STOP, DONE);
        StringBuilder out = new StringBuilder();
        while (out.length() < begin.length()) {
            out.append(next(events));
            assertThat(events.isAtBoundary()).isFalse();
        }
        assertThat(out).hasToString(begin);
        assertThat(next(events)).isEqualTo(end + STOP);
        assertThat(events.isAtBoundary()).isTrue();
        assertThat(next(events)).isEqualTo(DONE);
        assertThat(next(events)).isNull();
        assertThat(told.get(0).outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFlowingEventThatIsCutOffIsEndedBeforeTheErrorFrame(boolean finished) throws IOException {
        String flowing = "data: {\"x\":\"" + "x".repeat(100_000);
        CutStream.Passed passed =
                CutStream.reset((finished ? STOP : HELLO) + flowing).throughEventStream(Operation.CHAT_COMPLETIONS);
        assertThat(passed.text())
                .contains(flowing + "\n\nevent: error\ndata: {\"id\"")
                .endsWith("\"}}}\n\n");
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.TRUNCATED);
    }

    @Test
    void aFlowingEventThatOnlyLacksItsBlankLineIsEnded() throws IOException {
        String flowing = "data: {\"x\":\"" + "x".repeat(100_000) + "\"}";
        CutStream.Passed passed = CutStream.clean(STOP + flowing).throughEventStream(Operation.CHAT_COMPLETIONS);
        assertThat(passed.text()).isEqualTo(STOP + flowing + "\n\n");
        assertThat(passed.facts().outcome()).isEqualTo(Outcome.COMPLETE);
    }

    @Test
    void commentsBeforeTheFirstEventGoOutWithItUnchanged() throws IOException {
        EventStream events = chat(COMMENT, COMMENT, HELLO, DONE);
        events.awaitContent(new ClientLink());
        assertThat(next(events)).isEqualTo(COMMENT + COMMENT + HELLO);
    }

    @Test
    void commentsBeforeTheFirstEventAreNotDropped() throws IOException {
        String many = COMMENT.repeat(3 * EventStream.LONGEST_WAIT / COMMENT.length()) + HELLO + DONE;
        EventStream events = chat(CutStream.clean(many, 1000));
        events.awaitContent(new ClientLink());
        assertThat(new String(events.readAllBytes(), UTF_8)).isEqualTo(many);
    }

    @Test
    void afterTheFirstEventNoCommentIsDropped() throws IOException {
        String many = HELLO + COMMENT.repeat(3 * EventStream.LONGEST_WAIT / COMMENT.length()) + DONE;
        EventStream events = chat(CutStream.clean(many, 1000));
        events.awaitContent(new ClientLink());
        assertThat(new String(events.readAllBytes(), UTF_8)).isEqualTo(many);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", COMMENT, COMMENT + "data: {\"choices\":"})
    void failsIfTheStreamEndsBeforeItsFirstEvent(String text) {
        assertThatThrownBy(() -> chat(text).awaitContent(new ClientLink())).isInstanceOf(IOException.class);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.TRUNCATED);
    }

    @Test
    void failsIfTheStreamBreaksBeforeItsFirstEvent() {
        EventStream events = chat(CutStream.reset(COMMENT + "data: {}"));
        assertThatThrownBy(() -> events.awaitContent(new ClientLink()))
                .isInstanceOf(TruncatedException.class)
                .hasRootCauseMessage("Connection reset");
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\n", "\n", ""})
    void recognisesAnErrorAsFirstEvent(String end) throws IOException {
        CutStream upstream = CutStream.clean(COMMENT + "data: " + ERROR + end);
        EventStream events = chat(upstream);
        events.awaitContent(new ClientLink());
        assertThat(events.startsWithError()).isTrue();
        assertThat(new String(events.firstData(), UTF_8)).isEqualTo(ERROR);
        events.close();
        assertThat(upstream.isClosed()).isTrue();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
        assertThat(told.get(0).error()).isEqualTo("{\"code\":502,\"message\":\"gone\"}");
    }

    @Test
    void anErrorThatIsNotFirstJustPasses() throws IOException {
        EventStream events = chat(HELLO + "data: " + ERROR + "\n\n");
        events.awaitContent(new ClientLink());
        assertThat(events.startsWithError()).isFalse();
        assertThat(new String(events.readAllBytes(), UTF_8)).isEqualTo(HELLO + "data: " + ERROR + "\n\n");
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
    }

    @Test
    void aClientThatLeavesIsNoTruncation() throws IOException {
        CutStream.Passed passed = CutStream.reset(HELLO).throughEventStream(Operation.CHAT_COMPLETIONS, () -> true);
        assertThat(passed.text()).isEqualTo(HELLO);
        assertThat(passed.reports()).extracting(ResponseFacts::outcome).containsExactly(Outcome.ABANDONED);
    }

    @Test
    void aReaderThatClosesEarlyClosesTheUpstreamAndIsToldOnce() throws IOException {
        CutStream upstream = CutStream.clean(HELLO + STOP + DONE, HELLO.length());
        EventStream events = chat(upstream);
        assertThat(next(events)).isEqualTo(HELLO);
        events.close();
        events.close();
        assertThat(upstream.isClosed()).isTrue();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ABANDONED);
    }

    @Test
    void closingAfterTheEndTellsNothingNew() throws IOException {
        EventStream events = chat(STOP);
        assertThat(events.readAllBytes()).isNotEmpty();
        events.close();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void canBeReadByteByByte() throws IOException {
        EventStream events = chat(HELLO);
        for (byte expected : HELLO.getBytes(UTF_8)) {
            assertThat(events.read()).isEqualTo(expected);
        }
    }

    /** Gives comments for ever. */
    private static final class Endless extends InputStream {

        @Override
        public int read() {
            return '\n';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            byte[] comment = COMMENT.getBytes(UTF_8);
            int count = Math.min(length, comment.length);
            System.arraycopy(comment, 0, target, offset, count);
            return count;
        }
    }

    @Test
    void whoReadsTheEndFindsTheFactsThoughAnotherThreadHasClosed() throws Exception {
        for (int round = 0; round < 500; round++) {
            ResponseReport report = new ResponseReport();
            EventStream stream = new EventStream(
                    new Endless(), Operation.CHAT_COMPLETIONS, CutStream.watch(CutStream.STILL_THERE), report);
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<ResponseFacts> atTheEnd = CompletableFuture.supplyAsync(() -> {
                try {
                    while (stream.read() >= 0) {
                        reading.countDown();
                    }
                    return report.facts();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
            stream.close();
            assertThat(atTheEnd.get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
