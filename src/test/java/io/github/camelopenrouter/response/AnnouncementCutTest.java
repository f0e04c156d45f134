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

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.ClientLink;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.testing.Announcements;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event that announces, cut at every one of its bytes, before good streams and before errors. */
class AnnouncementCutTest {

    private static final String ERROR = "{\"error\":{\"code\":429,\"message\":\"slow\"}}";

    private final List<ResponseFacts> told = new ArrayList<>();

    private static Stream<Arguments> announcements() {
        return Stream.of(Operation.CHAT_COMPLETIONS, Operation.COMPLETIONS, Operation.RESPONSES, Operation.MESSAGES)
                .flatMap(operation -> Announcements.of(operation).stream()
                        .map(announcement -> Arguments.of(operation, announcement)));
    }

    @ParameterizedTest
    @MethodSource("announcements")
    void aGoodStreamPassesByteForByte(Operation operation, String announcement) throws IOException {
        String stream = announcement + RecordedStreams.of(operation);
        byte[] bytes = stream.getBytes(UTF_8);
        for (int cut = 0; cut <= announcement.length() + 30; cut++) {
            EventStream events = awaited(operation, bytes, cut);
            assertThat(events.startsWithError()).isFalse();
            assertThat(events.available()).as("cut at %d", cut).isGreaterThan(announcement.length());
            assertThat(new String(events.readAllBytes(), UTF_8))
                    .as("cut at %d", cut)
                    .isEqualTo(stream);
        }
        assertThat(told).extracting(ResponseFacts::outcome).containsOnly(Outcome.COMPLETE);
    }

    @ParameterizedTest
    @MethodSource("announcements")
    void anErrorIsFoundAndNothingElse(Operation operation, String announcement) throws IOException {
        String end = operation == Operation.MESSAGES ? "\r\n\r\n" : "\n\n";
        byte[] bytes = (announcement + "data: " + ERROR + end + RecordedStreams.of(operation)).getBytes(UTF_8);
        for (int cut = 0; cut <= announcement.length() + ERROR.length() + 10; cut++) {
            EventStream events = awaited(operation, bytes, cut);
            assertThat(events.startsWithError()).as("cut at %d", cut).isTrue();
            assertThat(new String(events.firstData(), UTF_8))
                    .as("cut at %d", cut)
                    .isEqualTo(ERROR);
        }
    }

    @ParameterizedTest
    @MethodSource("announcements")
    void aStreamThatAnnouncesForEverIsWaitedFor(Operation operation, String announcement) throws IOException {
        String stream = announcement.repeat(100) + RecordedStreams.of(operation);
        for (int piece : new int[] {1, 5, 100, 8192}) {
            EventStream events = stream(operation, CutStream.clean(stream, piece));
            events.awaitContent(new ClientLink());
            assertThat(events.available()).isGreaterThan(100 * announcement.length());
            assertThat(new String(events.readAllBytes(), UTF_8)).isEqualTo(stream);
        }
    }

    private EventStream awaited(Operation operation, byte[] bytes, int cut) throws IOException {
        InputStream upstream = new SequenceInputStream(
                new ByteArrayInputStream(bytes, 0, cut), new ByteArrayInputStream(bytes, cut, bytes.length - cut));
        EventStream events = stream(operation, upstream);
        events.awaitContent(new ClientLink());
        return events;
    }

    private EventStream stream(Operation operation, InputStream upstream) {
        ResponseReport report = new ResponseReport();
        report.whenEnded(told::add);
        return new EventStream(upstream, operation, CutStream.watch(CutStream.STILL_THERE), report);
    }
}
