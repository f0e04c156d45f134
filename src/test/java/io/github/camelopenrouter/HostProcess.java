/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A host application of {@code src/it}, started by the command of its README in the copy that the invoker has built, with
 * the repository that the invoker has filled.
 */
final class HostProcess implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Path APPLICATIONS = Path.of("target/it");

    private final Process process;
    private final Path log;
    private final int port;

    private HostProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param command Maven's, as a user types it at the top of the checkout
     * @param directory where a flow has its files
     */
    static HostProcess start(String command, Path directory) throws IOException {
        int port = freePort();
        Path log = directory.resolve("host.log");
        ProcessBuilder builder =
                new ProcessBuilder(inTheCopy(command)).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("CAMEL_SERVER_PORT", Integer.toString(port));
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("FLOW_DIRECTORY", directory.toString());
        return new HostProcess(builder.start(), log, port);
    }

    /** Whether the invoker has built it: one whose artifacts are not to be had is skipped there, and named. */
    static boolean isBuilt(String application) {
        return Files.isDirectory(APPLICATIONS.resolve(application).resolve("target"));
    }

    /** Where it listens, as soon as it does. */
    URI awaitAddress() {
        await().atMost(LONGEST).until(() -> isListening() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("The application does not start:\n" + console());
        }
        return URI.create("http://localhost:" + port);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String console() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Maven may have started the application in a process of its own. */
    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static List<String> inTheCopy(String command) {
        List<String> words = new ArrayList<>(List.of(command.strip().split(" +")));
        if (!words.get(0).equals("mvn")) {
            throw new IllegalArgumentException("Not a Maven command: " + command);
        }
        words.replaceAll(word -> word.replace("src/it/", APPLICATIONS + "/"));
        words.set(0, System.getProperty("it.maven.home") + File.separator + "bin" + File.separator + "mvn");
        words.add(1, "--settings");
        words.add(2, APPLICATIONS.resolve("interpolated-settings.xml").toString());
        words.add(3, "-Dmaven.repo.local=" + Path.of("target/it-repository").toAbsolutePath());
        return words;
    }

    private boolean isListening() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
