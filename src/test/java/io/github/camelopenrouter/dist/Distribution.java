/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.dist;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The zip that the build has made, unpacked with the rights that its entries have, and what runs from it. */
final class Distribution {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern LISTENS = Pattern.compile("listens on (http://[^,]+),");

    private final Path home;

    private Distribution(Path home) {
        this.home = home;
    }

    static Path zip() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            List<Path> zips = files.filter(file -> file.getFileName().toString().matches("camel-openrouter-.*\\.zip"))
                    .toList();
            if (zips.size() != 1) {
                throw new AssertionError("One zip was expected in target/, there are " + zips);
            }
            return zips.get(0);
        }
    }

    static Distribution unpackedIn(Path directory) throws IOException {
        Path zip = zip();
        try (FileSystem content = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
                Stream<Path> all = Files.walk(content.getPath("/"))) {
            for (Path entry : all.toList()) {
                Path target = directory.resolve(entry.toString().substring(1));
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry));
                }
            }
        }
        String name = zip.getFileName().toString();
        return new Distribution(directory.resolve(name.substring(0, name.length() - ".zip".length())));
    }

    Path home() {
        return home;
    }

    /** From another directory, on the Java of the tests, with no settings but these. */
    Started start(Path directory, Map<String, String> environment, List<String> command) throws IOException {
        Path console = Files.createTempFile(directory, "console", ".log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(OPENROUTER|CAMEL|JAVA|JDK_JAVA|_JAVA)_.*"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CAMEL_SERVER_PORT", "0");
        builder.environment().put("CAMEL_MANAGEMENT_PORT", "0");
        builder.environment().putAll(environment);
        return new Started(builder.start(), console);
    }

    record Started(Process process, Path consoleFile) implements AutoCloseable {

        URI awaitAddress() throws IOException {
            await().atMost(LONGEST).until(() -> LISTENS.matcher(console()).find() || !process.isAlive());
            Matcher address = LISTENS.matcher(console());
            if (!address.find()) {
                throw new AssertionError("It does not listen:\n" + console());
            }
            return URI.create(address.group(1));
        }

        int awaitExit() throws Exception {
            if (!process.waitFor(2 * LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("It does not end:\n" + console());
            }
            return process.exitValue();
        }

        String console() throws IOException {
            return Files.readString(consoleFile);
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
