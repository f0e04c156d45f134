/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds on to at one moment, seen from outside; -1 where the system has no /proc to ask.
 *
 * @param heap KiB of heap that a full collection leaves
 * @param rss KiB of memory that the process takes
 */
record SoakVitals(long heap, long rss, long handles, long threads) {

    private static final Pattern HEAP_USED =
            Pattern.compile("tenured generation\\s+total \\d+K, used (\\d+)K", Pattern.CASE_INSENSITIVE);

    /** Runs a full collection there first. */
    static SoakVitals of(long pid) {
        try {
            jcmd(pid, "GC.run");
            long heap = heap(jcmd(pid, "GC.heap_info"));
            Path proc = Path.of("/proc", Long.toString(pid));
            if (!Files.isDirectory(proc)) {
                return new SoakVitals(heap, -1, -1, -1);
            }
            List<String> status = Files.readAllLines(proc.resolve("status"));
            return new SoakVitals(heap, line(status, "VmRSS:"), handles(proc), line(status, "Threads:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String jcmd(long pid, String command) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** After a full collection by the serial collector the old generation has it all; the young one is new garbage. */
    private static long heap(String info) {
        Matcher used = HEAP_USED.matcher(info);
        if (!used.find()) {
            throw new AssertionError("Not the serial collector's heap:\n" + info);
        }
        return Long.parseLong(used.group(1));
    }

    private static long handles(Path proc) throws IOException {
        try (var open = Files.list(proc.resolve("fd"))) {
            return open.count();
        }
    }

    private static long line(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(-1);
    }
}
