/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.testing.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOpenCallsTest {

    private static final String BEFORE = "usage-2026-08-04.1.jsonl";

    @TempDir
    private Path directory;

    private final ManualTime time = new ManualTime();
    private final List<String> asked = new ArrayList<>();
    private boolean room;
    private final LateCosts late = new LateCosts(
            time,
            (gateway, key, generation) -> {
                asked.add(generation);
                return Optional.empty();
            },
            line -> true,
            cost -> {});

    @Test
    void whatTheDiskDoesNotTakeIsBookedTheNextTime() throws IOException {
        before(begun("019-1"), begun("019-2"), begun("019-2"), begun("019-3"));
        List<String> written = new ArrayList<>();
        LeftOpenCalls left = new LeftOpenCalls(
                JournalTail.of(directory, time),
                line -> {
                    if (written.size() == 1 && !room) {
                        throw new IOException("no room");
                    }
                    return written.add(new String(line, UTF_8));
                },
                late);
        assertThatThrownBy(left::book).isInstanceOf(IOException.class);
        assertThat(left.areBooked()).isFalse();
        assertThat(text()).contains("begun");

        room = true;
        left.book();
        assertThat(left.areBooked()).isTrue();
        left.book();
        assertThat(written).hasSize(3).doesNotHaveDuplicates().allMatch(line -> line.contains("\"outcome\":\"lost\""));
        assertThat(late.count()).isEqualTo(3);
    }

    @Test
    void costsAreAskedForOnceAndThoseOfDaysAgoNotAgain() throws IOException {
        String recent = new String(RecordLine.of(Records.whole(), "n1"), UTF_8);
        before(
                recent,
                recent.replace("019-a", "019-b").replace("gen-0", "gen-9").replace("2026-08-04T12", "2026-08-01T12"));
        LeftOpenCalls left = new LeftOpenCalls(JournalTail.of(directory, time), line -> true, late);
        left.book();
        left.book();
        late.run(Runnable::run);
        assertThat(asked).containsExactly("gen-0");
    }

    private void before(String... lines) throws IOException {
        Files.writeString(directory.resolve(BEFORE), String.join("", lines));
    }

    private static String begun(String id) {
        return new String(BegunLine.of(Records.begun(id), "n1"), UTF_8);
    }

    private String text() throws IOException {
        return Files.readString(directory.resolve(BEFORE));
    }
}
