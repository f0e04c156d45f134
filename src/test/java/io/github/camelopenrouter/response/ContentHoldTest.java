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
import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What a stream holds before its first content, how much of it and for how long. */
class ContentHoldTest {

    private static final int KB = 1024;
    private static final String COMMENT = ": OPENROUTER PROCESSING\n\n";
    private static final String CREATED = created(10);
    private static final String ITEM =
            RecordedStreams.data("{'type':'response.output_item.added','item':{'type':'message','content':[]}}");
    private static final String DELTA = RecordedStreams.data("{'type':'response.output_text.delta','delta':'Hi'}");
    private static final String COMPLETED = RecordedStreams.data("{'type':'response.completed','response':{}}");
    private static final String FAILURE = "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"x\"}}}";
    private static final String FAILED = "data: " + FAILURE + "\n\n";

    private final ClientLink client = new ClientLink();
    private final List<ResponseFacts> told = new ArrayList<>();
    private final Upstream upstream = new Upstream();

    /** The event that repeats what the client has asked, so long. */
    private static String created(int length) {
        return RecordedStreams.data("{'type':'response.created','response':{'tools':['" + "x".repeat(length) + "']}}");
    }

    /** Gives no more than one piece with each read; what is to happen first happens in the read before it. */
    private static final class Upstream extends InputStream {

        private final Queue<String> pieces = new ArrayDeque<>();
        private final Queue<Runnable> before = new ArrayDeque<>();
        private InputStream piece = nullInputStream();
        private boolean closed;

        Upstream then(String text) {
            return then(text, () -> {});
        }

        Upstream then(String text, Runnable first) {
            pieces.add(text);
            before.add(first);
            return this;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("Read with read(byte[])");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = piece.read(target, offset, length);
            if (read < 0 && !pieces.isEmpty()) {
                before.remove().run();
                piece = new ByteArrayInputStream(pieces.remove().getBytes(UTF_8));
                read = piece.read(target, offset, length);
            }
            return read;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private EventStream stream(Operation operation) {
        ResponseReport report = new ResponseReport();
        report.whenEnded(told::add);
        return new EventStream(upstream, operation, CutStream.watch(CutStream.STILL_THERE), report);
    }

    private EventStream awaited() throws IOException {
        EventStream events = stream(Operation.RESPONSES);
        events.awaitContent(client);
        return events;
    }

    private static String rest(EventStream events) throws IOException {
        return new String(events.readAllBytes(), UTF_8);
    }

    @Test
    void whatAnnouncesIsHeldUntilTheFirstContentAndGoesFirst() throws IOException {
        upstream.then(COMMENT)
                .then(CREATED)
                .then(COMMENT)
                .then(ITEM)
                .then(DELTA)
                .then(COMPLETED);
        EventStream events = awaited();
        assertThat(events.startsWithError()).isFalse();
        assertThat(upstream.pieces).containsExactly(COMPLETED);
        assertThat(events.available()).isEqualTo((COMMENT + CREATED + COMMENT + ITEM + DELTA).length());
        assertThat(rest(events)).isEqualTo(COMMENT + CREATED + COMMENT + ITEM + DELTA + COMPLETED);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void contentThatHasNotEndedIsWaitedFor() throws IOException {
        upstream.then(CREATED + DELTA.substring(0, 50))
                .then(DELTA.substring(50))
                .then(COMPLETED);
        assertThat(awaited().available()).isEqualTo((CREATED + DELTA).length());
    }

    @Test
    void anErrorBehindAnnouncementsIsTheirEnd() throws IOException {
        upstream.then(COMMENT + CREATED + ITEM).then("event: x\n" + FAILED + DELTA);
        EventStream events = awaited();
        assertThat(events.startsWithError()).isTrue();
        assertThat(new String(events.firstData(), UTF_8)).isEqualTo(FAILURE);
        events.close();
        assertThat(upstream.closed).isTrue();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
    }

    @Test
    void anErrorBehindContentInTheSamePiecePasses() throws IOException {
        upstream.then(CREATED + DELTA + FAILED);
        EventStream events = awaited();
        assertThat(events.startsWithError()).isFalse();
        assertThat(rest(events)).isEqualTo(CREATED + DELTA + FAILED);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
    }

    @Test
    void aStreamThatEndsAfterItsAnnouncementsHasNotBegun() {
        upstream.then(COMMENT + CREATED + ITEM);
        assertThatThrownBy(this::awaited).hasMessage("OpenRouter ended the stream before it was complete.");
        upstream.then(CREATED).then("", client::commit);
        assertThatThrownBy(this::awaited).hasMessage("OpenRouter ended the stream before it was complete.");
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.TRUNCATED, Outcome.TRUNCATED);
    }

    @Test
    void anErrorNamedBesideTheDataIsOne() throws IOException {
        upstream.then("event: ping\ndata: {\"choices\":[]}\n\n")
                .then("data: {\"message\":\"m\"}\r\nevent:error\r\n\r\n");
        EventStream events = stream(Operation.CHAT_COMPLETIONS);
        events.awaitContent(client);
        assertThat(events.startsWithError()).isTrue();
        assertThat(new String(events.firstData(), UTF_8)).isEqualTo("{\"message\":\"m\"}");
    }

    @Test
    void aNameThatOnlyBeginsLikeAnErrorIsNone() throws IOException {
        upstream.then(
                        "event: error\n\nevent: errors\ndata: {\"choices\":[]}\n\nevent: error\nevent: x\ndata: {\"choices\":[]}\n\n")
                .then("data: [DONE]\n\n");
        EventStream events = stream(Operation.CHAT_COMPLETIONS);
        events.awaitContent(client);
        assertThat(events.startsWithError()).isFalse();
        assertThat(events.readAllBytes()).isNotEmpty();
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void nothingIsHeldOnceTheClientHasItsStatus() throws IOException {
        upstream.then(CREATED).then(ITEM, client::commit).then(DELTA).then(COMPLETED);
        EventStream events = awaited();
        assertThat(upstream.pieces).containsExactly(DELTA, COMPLETED);
        assertThat(events.readNBytes((CREATED + ITEM).length())).asString(UTF_8).isEqualTo(CREATED + ITEM);
        assertThat(rest(events)).isEqualTo(DELTA + COMPLETED);
    }

    @Test
    void aPartOfAnEventBringsTheHeldOnesOutOnceTheClientHasItsStatus() throws IOException {
        upstream.then(CREATED).then(DELTA.substring(0, 9), client::commit).then(DELTA.substring(9) + COMPLETED);
        EventStream events = awaited();
        assertThat(events.available()).isEqualTo(CREATED.length());
        assertThat(rest(events)).isEqualTo(CREATED + DELTA + COMPLETED);
    }

    @Test
    void anErrorPassesOnceTheClientHasItsStatus() throws IOException {
        upstream.then(CREATED).then(FAILED, client::commit);
        EventStream events = awaited();
        assertThat(events.startsWithError()).isFalse();
        assertThat(rest(events)).isEqualTo(CREATED + FAILED);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.ERROR);
    }

    @Test
    void anAnnouncementOfSixHundredKilobytesIsHeldAsAWhole() throws IOException {
        upstream.then(created(600 * KB)).then(DELTA).then(COMPLETED);
        EventStream events = awaited();
        assertThat(events.available()).isEqualTo((created(600 * KB) + DELTA).length());
        assertThat(rest(events)).isEqualTo(created(600 * KB) + DELTA + COMPLETED);
    }

    @Test
    void beyondAMegabyteWhatIsHeldGoes() throws IOException {
        upstream.then(created(600 * KB)).then(created(600 * KB)).then(FAILED);
        EventStream events = awaited();
        assertThat(events.startsWithError()).isFalse();
        assertThat(events.available()).isEqualTo(created(600 * KB).length());
        assertThat(events.isAtBoundary()).isFalse();
        assertThat(rest(events)).isEqualTo(created(600 * KB).repeat(2) + FAILED);
    }

    @Test
    void oneAnnouncementBeyondAMegabyteFlows() throws IOException {
        upstream.then(created(1100 * KB)).then(FAILED);
        EventStream events = awaited();
        assertThat(events.available()).isEqualTo(ContentHold.MOST_BYTES);
        assertThat(rest(events)).isEqualTo(created(1100 * KB) + FAILED);
    }

    @Test
    void contentFlowsAtItsUsualLengthWhateverIsHeldBeforeIt() throws IOException {
        String image = RecordedStreams.data("{'type':'response.image','b64':'" + "x".repeat(200 * KB) + "'}");
        upstream.then(created(100 * KB)).then(image).then(COMPLETED);
        EventStream events = awaited();
        assertThat(events.available()).isEqualTo(created(100 * KB).length());
        assertThat(rest(events)).isEqualTo(created(100 * KB) + image + COMPLETED);
        assertThat(told).extracting(ResponseFacts::outcome).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void whatIsHeldCountsUntilItIsOnItsWay() throws IOException {
        ByteBudget budget = new ByteBudget(300 * KB);
        client.countIn(budget.open());
        upstream.then(created(200 * KB)).then(DELTA).then(COMPLETED);
        EventStream events = awaited();
        int held = (created(200 * KB) + DELTA).length();
        assertThat(budget.held()).isEqualTo(held);
        assertThat(events.readNBytes(held)).hasSize(held);
        assertThat(budget.held()).isEqualTo(held);
        assertThat(rest(events)).isEqualTo(COMPLETED);
        assertThat(budget.held()).isZero();
    }

    @Test
    void whatIsHeldCountsNoLongerThanTheStream() throws IOException {
        ByteBudget budget = new ByteBudget(300 * KB);
        client.countIn(budget.open());
        upstream.then(CREATED).then(FAILED);
        EventStream events = awaited();
        assertThat(budget.held()).isEqualTo((CREATED + FAILED).length());
        events.close();
        events.close();
        assertThat(budget.held()).isZero();
        upstream.then(CREATED);
        assertThatThrownBy(this::awaited).isInstanceOf(IOException.class);
        assertThat(budget.held()).isZero();
    }

    @Test
    void whereThereIsNoRoomTheFirstEventDecides() throws IOException {
        ByteBudget budget = new ByteBudget(10);
        client.countIn(budget.open());
        upstream.then(COMMENT).then(CREATED).then(FAILED);
        EventStream events = awaited();
        assertThat(upstream.pieces).containsExactly(FAILED);
        assertThat(rest(events)).isEqualTo(COMMENT + CREATED + FAILED);
        upstream.then(COMMENT).then(FAILED);
        assertThat(awaited().startsWithError()).isTrue();
        assertThat(budget.held()).isZero();
    }

    @Test
    void whereThereIsNoRoomALongAnnouncementFlows() throws IOException {
        client.countIn(new ByteBudget(100 * KB).open());
        upstream.then(created(200 * KB)).then(FAILED);
        EventStream events = awaited();
        assertThat(events.startsWithError()).isFalse();
        assertThat(rest(events)).isEqualTo(created(200 * KB) + FAILED);
    }

    @Test
    void aStepOfACallCountsForItsClient() throws IOException {
        ByteBudget budget = new ByteBudget(300 * KB);
        client.countIn(budget.open());
        upstream.then(CREATED).then(DELTA);
        stream(Operation.RESPONSES).awaitContent(client.forStep());
        assertThat(budget.held()).isEqualTo((CREATED + DELTA).length());
    }

    @Test
    void whatWasHeldLeavesNoLargeBufferBehind() {
        EventBuffer buffer = new EventBuffer();
        buffer.append(new byte[600 * KB]);
        buffer.release(599 * KB);
        assertThat(buffer.take(new byte[599 * KB], 0, 599 * KB)).isEqualTo(599 * KB);
        assertThat(buffer.makeRoom(EventStream.LONGEST_WAIT)).isTrue();
        assertThat(buffer.bytes()).hasSizeLessThanOrEqualTo(8 * KB);
        assertThat(buffer.filled()).isEqualTo(KB);
    }
}
