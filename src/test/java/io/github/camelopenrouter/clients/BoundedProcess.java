/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command with a deadline; it and what it started are killed then. */
final class BoundedProcess {

    /** What a command left behind; {@code code} is -1 where it was killed. */
    record End(int code, List<String> out, List<String> err) {

        boolean isGood() {
            return code == 0;
        }

        /** The last words on standard error, or on standard output where there are none. */
        String lastWords() {
            List<String> words = err.stream().anyMatch(line -> !line.isBlank()) ? err : out;
            return words.stream()
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .map(String::strip)
                    .orElse("no output");
        }

        /**
         * The first line that speaks of an error: installers name the cause first and advise at length after it, Maven on
         * standard output.
         */
        String firstError() {
            return Stream.concat(err.stream(), out.stream())
                    .filter(line -> line.toLowerCase(Locale.ROOT).contains("error"))
                    .findFirst()
                    .map(String::strip)
                    .orElseGet(this::lastWords);
        }
    }

    private BoundedProcess() {}

    static End run(ProcessBuilder command, Path log, Duration limit) throws IOException, InterruptedException {
        return run(command, "", log, limit);
    }

    /** @param input what it reads from standard input, up to its end */
    static End run(ProcessBuilder command, String input, Path log, Duration limit)
            throws IOException, InterruptedException {
        Path out = log.resolveSibling(log.getFileName() + ".out");
        Path err = log.resolveSibling(log.getFileName() + ".err");
        Process process = command.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(Files.writeString(log.resolveSibling(log.getFileName() + ".in"), input)
                        .toFile())
                .start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new End(ended ? process.exitValue() : -1, Files.readAllLines(out), Files.readAllLines(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
