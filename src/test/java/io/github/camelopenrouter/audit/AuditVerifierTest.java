/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three days of three lines each, and what somebody may do to them. */
class AuditVerifierTest {

    private static final AnchorKey KEY = new AnchorKey("k".repeat(32).getBytes(UTF_8));

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    private Trail trail;

    @BeforeEach
    void write() throws IOException {
        trail = new Trail(directory).write(3, 3, 3);
    }

    @Test
    void whatNobodyHasTouchedFits() throws IOException {
        assertThat(trail.verify()).isEqualTo(new AuditVerifier.Result(9, 0, null));
        assertThat(verify(anchors())).isEqualTo(new AuditVerifier.Result(9, 1, null));
    }

    @Test
    void aChangedByteIsFoundInEachPlace() throws IOException {
        String text = Files.readString(trail.file(1));
        for (int at = 0; at < text.length(); at += 7) {
            char changed = text.charAt(at) == 'x' ? 'y' : 'x';
            Files.writeString(trail.file(1), text.substring(0, at) + changed + text.substring(at + 1));
            assertThat(trail.verify().misfit()).as("byte %d", at).contains("audit-2026-08-0");
        }
    }

    @Test
    void theLineBehindAChangedOneIsNamed() throws IOException {
        List<String> lines = trail.lines(1);
        lines.set(1, lines.get(1).replace("support", "billing"));
        trail.rewrite(1, lines);
        assertThat(trail.verify())
                .isEqualTo(
                        new AuditVerifier.Result(
                                5,
                                0,
                                "audit-2026-08-05.jsonl, line 3 does not follow the line in front of it, or that one was changed."));
    }

    @Test
    void aLineThatWasTakenOutIsMissed() throws IOException {
        List<String> lines = trail.lines(1);
        lines.remove(1);
        trail.rewrite(1, lines);
        assertThat(trail.verify().misfit())
                .isEqualTo("audit-2026-08-05.jsonl, line 2 has number 6, and 5 would follow: a line or a file is"
                        + " missing, moved or another process's.");
    }

    @Test
    void swappedLinesAreFound() throws IOException {
        List<String> lines = trail.lines(0);
        Collections.swap(lines, 1, 2);
        trail.rewrite(0, lines);
        assertThat(trail.verify().misfit()).startsWith("audit-2026-08-04.jsonl, line 2 has number 3");
    }

    @Test
    void aLineOfAnotherProcessIsFound() throws IOException {
        Trail other = new Trail(elsewhere).write(3);
        List<String> lines = trail.lines(2);
        lines.add(1, other.lines(0).get(1));
        trail.rewrite(2, lines);
        assertThat(trail.verify().misfit()).startsWith("audit-2026-08-06.jsonl, line 2 has number 2");
    }

    @Test
    void aRemovedFileIsMissed() throws IOException {
        Files.delete(trail.file(1));
        assertThat(trail.verify().misfit()).startsWith("audit-2026-08-06.jsonl, line 1 has number 7");
    }

    @Test
    void theOldestFileMayOnlyBeRemovedByItsRetention() throws IOException {
        Files.delete(trail.file(0));
        assertThat(trail.verify().misfit())
                .isEqualTo("The trail begins with number 4 in audit-2026-08-05.jsonl, and no line says that what was"
                        + " before has been removed by openrouter.audit.retention.");
    }

    @Test
    void aRenamedFileIsFoundAlsoWhereItsPlaceStays() throws IOException {
        Files.move(trail.file(2), directory.resolve("audit-2026-08-09.jsonl"));
        assertThat(trail.verify().misfit())
                .isEqualTo("audit-2026-08-09.jsonl, line 1 is of 2026-08-06: the file was renamed, or the line moved.");
    }

    @Test
    void aLineThatWasMovedToTheFileBeforeIsFound() throws IOException {
        List<String> lines = trail.lines(1);
        List<String> before = trail.lines(0);
        before.add(lines.remove(0));
        trail.rewrite(0, before);
        trail.rewrite(1, lines);
        assertThat(trail.verify().misfit())
                .isEqualTo("audit-2026-08-04.jsonl, line 4 is of 2026-08-05: the file was renamed, or the line moved.");
    }

    @Test
    void anchorsOfMachinesThatNoLineNamesAreAskedAboutUnlessThisOneIsNamed() throws IOException {
        Path anchors = anchors();
        String own = Files.readString(anchors);
        ChainLink others = new ChainLink(9, "0".repeat(64), "n2", "audit-2026-08-06.jsonl");
        String other = Anchor.of(others, trail.time.instant(), KEY).json() + "\n";
        Files.writeString(anchors, own + other);
        assertThat(verify(anchors).misfit())
                .isEqualTo(
                        "The trail ends with number 9, but anchors are of machines that no line names, n2: its tail is"
                                + " cut off behind another name, or they are other machines', and then name this one's by --node.");
        assertThat(verify(anchors, "n1")).isEqualTo(new AuditVerifier.Result(9, 1, null));
        for (String none : List.of(other, "")) {
            Files.writeString(anchors, none);
            assertThat(verify(anchors).misfit()).contains("no anchor names one of its lines");
            assertThat(verify(anchors, "n1").misfit()).contains("no anchor names one of its lines");
        }
    }

    /** Who renames the machine and cuts off all that it has written since leaves no line with its name. */
    @Test
    void aTailThatWasCutOffBehindANewNameIsFound() throws IOException {
        Path anchors = anchors();
        String before = Files.readString(anchors);
        ChainLink renamed = new ChainLink(12, "0".repeat(64), "n2", "audit-2026-08-06.jsonl");
        String lost = Anchor.of(renamed, trail.time.instant(), KEY).json() + "\n";
        Files.writeString(anchors, before + lost);
        assertThat(verify(anchors).misfit()).contains("machines that no line names, n2");
        assertThat(verify(anchors, "n1", "n2").misfit()).contains("has number 12: its tail is cut off");
    }

    @Test
    void whatRetentionHasRemovedIsSaid() throws IOException {
        try (AuditLog log = trail.open()) {
            new AuditRetention(directory, log, Duration.ofDays(1), trail.time).apply();
        }
        AuditVerifier.Result result = trail.verify();
        assertThat(result.misfit()).isNull();
        assertThat(result.retired())
                .isEqualTo("openrouter.audit.retention has removed 1 files, audit-2026-08-04.jsonl to"
                        + " audit-2026-08-04.jsonl, the last at 2026-08-06T12:00:00Z.");
    }

    @Test
    void aRetentionThatNobodyCanHaveSetIsFound() throws IOException {
        String hash = ChainLink.hash(trail.lines(1).get(2).getBytes(UTF_8));
        try (AuditLog log = trail.open()) {
            log.write(AuditEvent.ofGateway(
                    AuditRetention.ACTION, "audit-2026-08-05.jsonl", Map.of("seq", 6, "hash", hash)));
        }
        Files.delete(trail.file(0));
        Files.delete(trail.file(1));
        assertThat(trail.verify().misfit())
                .isEqualTo(
                        "audit-2026-08-06.jsonl, line 4 says that audit-2026-08-05.jsonl was removed, which was younger"
                                + " than openrouter.audit.retention can be: somebody else has written it.");
    }

    @Test
    void emptyLinesAndOtherTextAreNoLines() throws IOException {
        for (String text : List.of("\n", "[]\n", "null\n", "{}\n", "note\n", "\u0000\u0000\n")) {
            String before = Files.readString(trail.file(2));
            Files.writeString(trail.file(2), text, StandardOpenOption.APPEND);
            assertThat(trail.verify().misfit()).as(text).startsWith("audit-2026-08-06.jsonl, line 4 is no ");
            Files.writeString(trail.file(2), before);
        }
    }

    @Test
    void aTailThatWasCutIsFoundByAnAnchorOnly() throws IOException {
        Path anchors = anchors();
        List<String> lines = trail.lines(2);
        lines.remove(2);
        trail.rewrite(2, lines);
        assertThat(trail.verify().misfit()).isNull();
        assertThat(verify(anchors).misfit())
                .startsWith("The trail ends with number 8, but the anchor of 2026-08-06T12:00:00Z has number 9");
        Files.delete(trail.file(2));
        assertThat(verify(anchors).misfit()).startsWith("The trail ends with number 6, but the anchor");
    }

    @Test
    void aTrailThatWasWrittenAnewIsFoundByAnAnchorOnly() throws IOException {
        Path anchors = anchors();
        Trail anew = new Trail(elsewhere).write(3, 3);
        anew.time.advance(Duration.ofDays(1));
        try (AuditLog log = anew.open()) {
            for (String target : List.of("a", "b", "c")) {
                log.write(Trail.event(target));
            }
        }
        assertThat(anew.verify().misfit()).isNull();
        assertThat(AuditVerifier.verify(elsewhere, anchors, KEY, Set.of()).misfit())
                .isEqualTo(
                        "audit-2026-08-06.jsonl, line 3 has another hash than the anchor of 2026-08-06T12:00:00Z: the"
                                + " trail was written anew.");
    }

    @Test
    void anAnchorThatSomebodyElseHasSignedIsNone() throws IOException {
        Path anchors = anchors();
        Files.writeString(anchors, Files.readString(anchors).replace("\"seq\":9", "\"seq\":8"));
        assertThat(verify(anchors).misfit())
                .isEqualTo("The anchor in line 1 of " + anchors
                        + " is not signed with the key of openrouter.audit.key-file.");
        Files.writeString(anchors, "note\n");
        assertThat(verify(anchors).misfit()).isEqualTo("The anchor in line 1 of " + anchors + " is no JSON.");
    }

    @Test
    void theSignatureIsAnHmacOfWhatItSays() throws IOException {
        Anchor anchor = Anchor.parse(Files.readAllLines(anchors()).get(0));
        // printf 'n1|audit-2026-08-06.jsonl|9|<hash>|2026-08-06T12:00:00Z' | openssl dgst -sha256 -hmac <key>
        assertThat(anchor.signature())
                .isEqualTo(KEY.sign("n1|audit-2026-08-06.jsonl|9|" + anchor.hash() + "|2026-08-06T12:00:00Z"));
        assertThat(new AnchorKey("key".getBytes(UTF_8)).sign("The quick brown fox jumps over the lazy dog"))
                .isEqualTo("f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    }

    @Test
    void aDirectoryWithoutATrailIsNoProof() throws IOException {
        assertThat(AuditVerifier.verify(elsewhere, null, null, Set.of()).misfit())
                .contains("There is no file of an audit");
    }

    private Path anchors() throws IOException {
        Path file = elsewhere.resolve("anchors");
        try (AuditLog log = trail.open()) {
            Files.write(file, (Anchor.of(log.last(), trail.time.instant(), KEY).json() + "\n").getBytes(UTF_8));
        }
        return file;
    }

    private AuditVerifier.Result verify(Path anchors, String... machines) throws IOException {
        return AuditVerifier.verify(directory, anchors, KEY, Set.of(machines));
    }
}
