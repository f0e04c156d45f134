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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class CallSearchTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    @TempDir
    private Path data;

    private Path usage;

    @BeforeEach
    void makeTheDirectory() throws IOException {
        usage = Files.createDirectories(data.resolve("usage"));
    }

    @Test
    void findsTheNewestFirstByTheTimeOfArrival() throws IOException {
        append("2026-11-02.1", line(2, 0), line(1, 0, "ms", "{\"total\":90000}"), line(3, 0)); // 1 took long

        assertThat(seconds(find())).containsExactly(3, 2, 1);
    }

    @Test
    void goesOnWhereAPageHasEnded() throws IOException {
        for (int second = 0; second < 25; second++) {
            append(second < 12 ? "2026-11-02.1" : "2026-11-02.2", line(second, 0));
        }
        List<Integer> all = new ArrayList<>();
        String after = null;
        int pages = 0;
        do {
            CallPage page = after == null ? find("limit", "10") : find("limit", "10", "after", after);
            all.addAll(seconds(page));
            after = page.next() == null ? null : next(page);
            pages++;
        } while (after != null);

        assertThat(pages).isEqualTo(3);
        assertThat(all).hasSize(25).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b - a);
        assertThat(find("limit", "25").next()).isNull();
        assertThat(next(find("limit", "24"))).isEqualTo(id(1));
    }

    /** With files that are taken for full ones: each is read to its beginning, and none is begun behind it. */
    @Test
    void goesBackNoFurtherThanSomeFilesForOnePage() throws IOException {
        Files.createDirectory(usage.resolve("usage-2026-10-31.1.jsonl")); // nobody can read it
        append("2026-11-01.1", line(-3600 * 20, 0), line(-3600 * 19, 0, "outcome", "\"error\""));
        append("2026-11-02.1", line(2, 0), line(3, 0));
        append("2026-11-02.2", line(300, 0), line(301, 0, "outcome", "\"error\""));

        CallPage first = findIn(1, "outcome", "error");
        CallPage second = findIn(1, "outcome", "error", "after", next(first));
        CallPage third = findIn(1, "outcome", "error", "after", next(second));

        assertThat(seconds(first)).containsExactly(301);
        assertThat(seconds(second)).isEmpty();
        assertThat(seconds(third)).containsExactly(-3600 * 19);
        assertThat(next(third)).isEqualTo("2026-11-01.1");
        assertThatThrownBy(() -> findIn(1, "after", next(third))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "1, 900", "2, 900", "5, 900", "25, 1"})
    void bringsEveryCallOnceWhereverPagesEnd(int limit, long most) throws IOException {
        for (int second = 0; second < 25; second++) {
            append("2026-11-02." + (1 + second / 4), line(second, 0));
        }
        List<Integer> all = new ArrayList<>();
        String after = null;
        do {
            CallPage page = after == null
                    ? findIn(most, "limit", "" + limit)
                    : findIn(most, "limit", "" + limit, "after", after);
            all.addAll(seconds(page));
            after = page.next() == null ? null : next(page);
        } while (after != null);

        assertThat(all).hasSize(25).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void looksForOneIdInAllOfThem() throws IOException {
        append("2026-11-02.1", line(2, 0));
        append("2026-11-02.2", line(300, 0));
        append("2026-11-02.3", line(301, 0));

        assertThat(seconds(findIn(1, "id", id(2)))).containsExactly(2);
    }

    @Test
    void endsWhereNobodyWaitsForIt() throws IOException {
        append("2026-11-02.1", line(1, 0), line(2, 0), line(3, 0));
        AtomicInteger lines = new AtomicInteger();

        CallPage page = CallSearch.find(data, CallQuery.parse(Map.of()), () -> lines.incrementAndGet() == 3);

        assertThat(seconds(page)).containsExactly(3); // behind the last line break stands an empty line
        assertThat(lines).hasValue(3);
    }

    @Test
    void tellsOfEachCallTheLatestRevisionAlone() throws IOException {
        append("2026-11-02.1", line(1, 0, "outcome", "\"lost\""), line(2, 0));
        append("2026-11-02.2", line(3, 0), line(1, 1), line(2, 1, "outcome", "\"error\""));
        append("2026-11-03.1", line(2, 2, "outcome", "\"complete\""));

        CallPage page = find();

        assertThat(seconds(page)).containsExactly(3, 2, 1);
        assertThat(json(page)).extracting(call -> call.path("rev").asInt()).containsExactly(0, 2, 1);
        assertThat(seconds(find("outcome", "error"))).isEmpty();
        assertThat(seconds(find("outcome", "lost"))).isEmpty();
        assertThat(json(find("id", id(2))).get(0).path("rev").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "request_id, req-2, 2",
        "key, two, 2",
        "team, red, '3,2,1'",
        "team, RED, ''",
        "model, asked-2, 2",
        "model, a/sent-2, 2",
        "model, a/served-2, 2",
        "status, 200, '3,2,1'",
        "status, 500, ''",
        "outcome, complete, '3,2,1'",
        "from, 2026-11-02T12:00:02Z, '3,2'",
        "to, 2026-11-02T12:00:02Z, 1",
        "to, 2026-11-02, ''",
        "from, 2026-11-03, ''"
    })
    void takesWhatIsAskedFor(String name, String value, String expected) throws IOException {
        append("2026-11-02.1", line(1, 0), line(2, 0), line(3, 0));

        assertThat(String.join(
                        ",",
                        seconds(find(name, value)).stream().map(String::valueOf).toList()))
                .isEqualTo(expected);
    }

    @Test
    void takesAllThatIsAskedForTogether() throws IOException {
        append("2026-11-02.1", line(1, 0), line(2, 0), line(3, 0));

        assertThat(seconds(find("key", "two", "status", "200"))).containsExactly(2);
        assertThat(find("key", "two", "model", "asked-3").records()).isEmpty();
    }

    /** One in front of them is a directory, which nobody can read. */
    @Test
    void readsNoFileThatCanHoldNothingOfThePage() throws IOException {
        Files.createDirectory(usage.resolve("usage-2026-10-30.1.jsonl"));
        append("2026-11-01.1", line(-3600 * 20, 0));
        append("2026-11-02.1", line(1, 0), line(2, 0), line(300, 0), line(301, 0));

        assertThat(seconds(find("limit", "1"))).containsExactly(301);
        assertThat(seconds(find("from", "2026-11-02"))).containsExactly(301, 300, 2, 1);
        assertThat(seconds(find("id", id(2)))).containsExactly(2);
        assertThat(find("id", id(5)).records()).isEmpty();
        assertThatThrownBy(() -> find("limit", "9")).isInstanceOf(IOException.class);
    }

    /** 64 GB that were never written in front of its last lines: read to its beginning, it would take minutes. */
    @Test
    void readsOfAFileNoMoreThanItMust() throws IOException {
        Path file = usage.resolve("usage-2026-11-02.1.jsonl");
        try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
            hole.setLength(64L << 30);
        }
        append("2026-11-02.1", "", line(1, 0), line(100, 0), line(101, 0));

        assertThat(seconds(find("limit", "1"))).containsExactly(101);
        assertThat(seconds(find("from", "2026-11-02T12:01:02Z"))).containsExactly(101, 100);
        assertThat(seconds(find("id", id(100)))).containsExactly(100);
    }

    /** The next start writes it, behind calls that arrived later. */
    @Test
    void isNotMisledByACallThatTheProcessDiedUnder() throws IOException {
        append("2026-11-02.1", line(500, 0), line(501, 0), line(1, 0, "outcome", "\"lost\"", "ms", "{}"), line(900, 0));

        assertThat(seconds(find("limit", "3"))).containsExactly(900, 501, 500);
    }

    @Test
    void leavesOutWhatNobodyCanRead() throws IOException {
        append(
                "2026-11-02.1",
                line(1, 0),
                "{\"schema\":\"camel-openrouter/begun/1\",\"id\":\"" + id(4) + "\"}",
                "nonsense",
                "[]",
                line(2, 0).replace("2026-11-02T12", "yesterday"),
                line(3, 0));
        Files.writeString(
                usage.resolve("usage-2026-11-02.1.jsonl"), line(9, 0).substring(0, 60), StandardOpenOption.APPEND);

        assertThat(seconds(find())).containsExactly(3, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "id, x, is not the id",
        "after, 1, must be the next of the page before",
        "after, '', must be the next of the page before",
        "after, /, must be the next of the page before",
        "after, 2026-11-02, must be the next of the page before",
        "after, 2026-13-02.1, must be the next of the page before",
        "after, 2026-11-02.1/, must be the next of the page before",
        "after, 2026-11-02.1/x, must be the next of the page before",
        "after, ../2026-11-02.1, must be the next of the page before",
        "limit, 0, from 1 to 1000",
        "limit, 1001, from 1 to 1000",
        "limit, -1, from 1 to 1000",
        "limit, 1e2, from 1 to 1000",
        "status, 2xx, from 100 to 599",
        "status, 99, from 100 to 599",
        "status, 0401, from 100 to 599",
        "limit, 007, from 1 to 1000",
        "outcome, good, must be one of",
        "outcome, COMPLETE, must be one of",
        "from, tomorrow, must be a day",
        "to, 2026-13-01, must be a day"
    })
    void refusesNonsense(String name, String value, String sentence) {
        assertThatThrownBy(() -> find(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void refusesAPeriodOfNothing() {
        assertThatThrownBy(() -> find("from", "2026-11-02", "to", "2026-11-02")).hasMessageContaining("not before");
    }

    private CallPage find(String... namesAndValues) throws IOException {
        return findIn(Long.MAX_VALUE, namesAndValues);
    }

    private static String next(CallPage page) {
        return String.valueOf(page.next());
    }

    /** With so many bytes for a page. */
    private CallPage findIn(long most, String... namesAndValues) throws IOException {
        Map<String, String> given = new HashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) {
            given.put(namesAndValues[at], namesAndValues[at + 1]);
        }
        return CallSearch.find(data, CallQuery.parse(given), () -> false, most);
    }

    private void append(String file, String... lines) throws IOException {
        Files.writeString(
                usage.resolve("usage-" + file + ".jsonl"),
                String.join("\n", lines) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** So many seconds behind noon. */
    private static List<Integer> seconds(CallPage page) throws IOException {
        List<Integer> seconds = new ArrayList<>();
        for (JsonNode call : json(page)) {
            seconds.add((int) (Instant.parse(call.path("time").asText()).getEpochSecond() - NOON.getEpochSecond()));
        }
        return seconds;
    }

    private static List<JsonNode> json(CallPage page) throws IOException {
        List<JsonNode> calls = new ArrayList<>();
        for (byte[] record : page.records()) {
            calls.add(JSON.readTree(new String(record, UTF_8)));
        }
        return calls;
    }

    private static String line(int second, int rev, String... others) {
        String name = second == 2 ? "two" : "other";
        Map<String, String> fields = new HashMap<>(Map.of(
                "outcome",
                "\"complete\"",
                "status",
                "200",
                "ms",
                "{\"total\":20.5}",
                "client",
                "{\"key\":\"" + name + "\",\"team\":\"red\"}",
                "model",
                "{\"asked\":\"asked-" + second + "\",\"sent\":\"a/sent-" + second + "\",\"served\":\"a/served-" + second
                        + "\"}"));
        for (int at = 0; at < others.length; at += 2) {
            fields.put(others[at], others[at + 1]);
        }
        StringBuilder line = new StringBuilder("{\"schema\":\"camel-openrouter/usage/1\",\"id\":\"" + id(second)
                + "\",\"rev\":" + rev + ",\"request_id\":\"req-" + second + "\",\"time\":\""
                + NOON.plusSeconds(second) + "\"");
        fields.forEach((field, value) -> line.append(",\"" + field + "\":" + value));
        return line.append('}').toString();
    }

    private static String id(int second) {
        long millis = NOON.plusSeconds(second).toEpochMilli();
        return new UUID(millis << 16 | 0x7000, 0x8000_0000_0000_0000L | second & 0xffff).toString();
    }
}
