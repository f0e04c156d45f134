/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of the Camel CLI in a JVM and a home of its own; it finds the library in the repository that the invoker has filled. */
final class CamelCli implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(180);
    private static final Path JARS = Path.of("target", "camel-cli").toAbsolutePath();
    private static final Path REPOSITORY = Path.of("target", "it-repository").toAbsolutePath();
    private static final Pattern MISSING = Pattern.compile("Could not (?:find|transfer) artifact[^\\n]*");

    private final Process process;
    private final Path log;
    private final int port;

    private CamelCli(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Gets its jars, once; the sentence says why they are not to be had. */
    static Optional<String> install() throws IOException, InterruptedException {
        if (Files.isDirectory(JARS)) {
            return Optional.empty();
        }
        Path log = Files.createTempFile("camel-cli", ".log");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("it.maven.home"), "bin", "mvn")
                                .toString(),
                        "-B",
                        "-ntp",
                        "--settings",
                        "target/it/interpolated-settings.xml",
                        "-Dmaven.repo.local=" + REPOSITORY,
                        "-f",
                        "src/it/camel-cli/tool/pom.xml",
                        "dependency:copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + JARS)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String said = Files.readString(log);
        Matcher missing = MISSING.matcher(said);
        if (code != 0 && !missing.find()) {
            throw new AssertionError(said);
        }
        return code == 0 ? Optional.empty() : Optional.of(missing.group());
    }

    /** @param command as a user types it, {@code camel run …} */
    static CamelCli start(String command, Path directory) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "-Dmaven.repo.local=" + REPOSITORY,
                "-Duser.home=" + directory.resolve("home"),
                "-cp",
                JARS + File.separator + "*" + File.pathSeparator
                        + Path.of("target", "test-classes").toAbsolutePath(),
                CamelCliMain.class.getName()));
        List<String> typed = List.of(command.strip().split(" +"));
        words.addAll(typed.subList(1, typed.size()));
        return java(words, directory);
    }

    /** The application that the CLI has exported, with the jar of this version, on Camel Main. */
    static CamelCli startExported(Path project, String version) throws IOException {
        List<Path> classPath = List.of(
                project.resolve("src/main/resources"),
                Path.of("target", "camel-openrouter-" + version + ".jar"),
                Path.of("target", "lib", "*"));
        String joined =
                classPath.stream().map(Path::toAbsolutePath).map(Path::toString).collect(joining(File.pathSeparator));
        return java(List.of("-cp", joined, "org.apache.camel.main.Main"), project);
    }

    private static CamelCli java(List<String> arguments, Path directory) throws IOException {
        int port = freePort();
        Path log = Files.createTempFile(directory, "camel", ".log");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CAMEL_SERVER_PORT", Integer.toString(port));
        return new CamelCli(builder.start(), log, port);
    }

    /** Where it listens, as soon as its routes have started. */
    URI awaitAddress() {
        await().atMost(LONGEST).until(() -> console().contains(" started in ") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError(console());
        }
        return URI.create("http://localhost:" + port);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(console());
        }
        return process.exitValue();
    }

    String console() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
