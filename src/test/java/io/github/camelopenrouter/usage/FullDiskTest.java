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
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file that may have 1,024 bytes takes a part of what is written at once, as a disk does that becomes full. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

    private static final int LINES = 10;

    @TempDir
    private Path directory;

    @Test
    void eachLineIsEitherInTheFileOrToldAsLost() throws Exception {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 1; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDiskTest.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();

        Path file = JournalFile.in(directory).get(0).path();
        List<String> lines = Files.readAllLines(file);
        List<String> whole = lines.stream().filter(line -> line.endsWith("}")).toList();
        assertThat(whole).hasSize(5).allMatch(line -> line.length() == 199);
        assertThat(lines).hasSize(6); // and a part of one
        assertThat(said).contains("lost " + (LINES - 5) + "\n", "awaited: File too large");
    }

    /** The process with little room: leaves lines, and waits for the last one. */
    public static void main(String[] arguments) throws IOException {
        int[] lost = {0};
        JournalWriter writer = new JournalWriter(
                Path.of(arguments[0]), 1 << 20, Clock.systemUTC(), () -> new byte[0], (record, why) -> lost[0]++);
        IntStream.range(0, LINES).forEach(n -> writer.offer(line()));
        try {
            writer.append(line(), 0);
        } catch (IOException e) {
            System.out.println("awaited: " + e.getMessage());
        }
        System.out.println("lost " + lost[0]);
    }

    private static byte[] line() {
        return ("{\"x\":\"" + "x".repeat(191) + "\"}\n").getBytes(UTF_8);
    }
}
