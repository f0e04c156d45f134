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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackwardLinesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a", "a\n", "a\nb", "a\nb\n", "\n\na\n\nb\n", "\u00fc\n\u20ac\n"})
    void areThoseOfTheFileTheLastOneFirst(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), text);
        List<String> expected = new ArrayList<>(List.of(text.split("\n", -1)));
        Collections.reverse(expected);

        assertThat(read(file).stream().filter(line -> !line.isEmpty()))
                .containsExactlyElementsOf(
                        expected.stream().filter(line -> !line.isEmpty()).toList());
    }

    /** Their ends fall on every place of a piece. */
    @Test
    void crossTheBordersOfPieces() throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < 500; at++) {
            lines.add(at + "x".repeat(random.nextInt(3000)));
        }
        lines.add("y".repeat(200_000));
        Path file = Files.writeString(directory.resolve("file"), String.join("\n", lines) + "\n");
        Collections.reverse(lines);

        assertThat(read(file)).startsWith("").hasSize(502);
        assertThat(read(file).subList(1, 502)).isEqualTo(lines);
    }

    /** What a power cut leaves: a hole of zeros, far longer than a line may be. */
    @Test
    void beyondWhatAnyRecordHasAreCutAndThoseInFrontAreThere() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "first\n");
        Files.write(file, new byte[5 << 20], StandardOpenOption.APPEND);
        Files.writeString(file, "\nlast\n", StandardOpenOption.APPEND);

        List<String> lines = read(file);

        assertThat(lines).contains("last", "first").hasSizeLessThan(6);
        assertThat(lines).allMatch(line -> line.length() < 2 << 20);
    }

    private static List<String> read(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BackwardLines backward = new BackwardLines(file)) {
            for (byte[] line = backward.next(); line != null; line = backward.next()) {
                lines.add(new String(line, UTF_8));
            }
        }
        return lines;
    }
}
