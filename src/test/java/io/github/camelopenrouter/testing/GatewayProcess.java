/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.CamelOpenRouter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The standalone gateway in a JVM of its own: main class, class path and shipped files as in the runnable jar, which does
 * not exist yet when tests run. Of the environment's settings it sees only those that a test gives it.
 */
public final class GatewayProcess implements AutoCloseable {

    private static final String DATA_DIRECTORY = "OPENROUTER_DATA_DIR";
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Pattern LISTENS = Pattern.compile("listens on (http://[^,]+),");
    private static final Pattern MANAGEMENT = Pattern.compile("management on (http://[^/]+)/");
    private static final Set<String> JVM_OPTIONS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private final Process process;
    private final Path out;
    private final Path err;

    private GatewayProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** A start in this working directory. */
    public static Start in(Path directory) {
        return new Start(directory);
    }

    public static final class Start {
        private final Path directory;
        private final Map<String, String> environment =
                new HashMap<>(Map.of("CAMEL_SERVER_PORT", "0", "CAMEL_MANAGEMENT_PORT", "0", DATA_DIRECTORY, ""));

        private String more = "";
        private final List<String> jvmOptions = new ArrayList<>();

        private Start(Path directory) {
            this.directory = directory;
        }

        public Start with(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** With the data directory that a start has where nobody says anything of it; other tests want none. */
        public Start withData() {
            environment.remove(DATA_DIRECTORY);
            return this;
        }

        /** With libraries that the gateway does not bring along, behind its own. */
        public Start behind(String libraries) {
            more = File.pathSeparator + libraries;
            return this;
        }

        public Start jvm(String... options) {
            jvmOptions.addAll(List.of(options));
            return this;
        }

        public GatewayProcess run(String... arguments) {
            try {
                return start(arguments);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private GatewayProcess start(String... arguments) throws IOException {
            Path jar = Files.createTempDirectory("runnable");
            Files.copy(Path.of("application.properties"), jar.resolve("application.properties"));
            Files.copy(Path.of("src/assembly/logback.xml"), jar.resolve("logback.xml"));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dorg.apache.camel.jmx.disabled=true", // which the runnable jar does not have
                    "-cp",
                    jar + File.pathSeparator + classPath() + more));
            if (Runtime.version().feature() >= 24) {
                command.add("--sun-misc-unsafe-memory-access=allow"); // else the JVM warns of Netty's habits
                command.add("--enable-native-access=ALL-UNNAMED"); // the runnable jar's manifest says it
            }
            command.addAll(jvmOptions);
            command.add(CamelOpenRouter.class.getName());
            command.addAll(List.of(arguments));
            Path out = jar.resolve("out");
            Path err = jar.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().keySet().removeIf(Start::isSetting);
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new GatewayProcess(process, out, err);
        }

        private static boolean isSetting(String variable) {
            return variable.startsWith("OPENROUTER_")
                    || variable.startsWith("CAMEL_")
                    || JVM_OPTIONS.contains(variable);
        }

        private static String classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !entry.endsWith("test-classes"))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** Waits for the line that says where it listens. */
    public URI awaitAddress() {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> address().find() || !process.isAlive());
        Matcher address = address();
        if (!address.find()) {
            throw new AssertionError("The gateway does not listen:\n" + console());
        }
        return URI.create(address.group(1));
    }

    /** Where its management port listens, after {@link #awaitAddress()}. */
    public URI managementAddress() {
        Matcher address = MANAGEMENT.matcher(out());
        if (!address.find()) {
            throw new AssertionError("There is no management port:\n" + console());
        }
        return URI.create(address.group(1));
    }

    /** Waits for the end by itself. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The gateway does not end:\n" + console());
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once, as a lack of memory or of power does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    public String console() {
        return out() + err();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try (var files = Files.list(out.getParent())) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.delete(out.getParent());
    }

    private Matcher address() {
        return LISTENS.matcher(out());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
