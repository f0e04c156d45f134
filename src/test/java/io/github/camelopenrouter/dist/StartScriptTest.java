/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the start script of the zip hands to Java, for which another script stands in here that says what it gets. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

    /** Its process, its directory, and each argument on a line. */
    private static final String JAVA = """
            #!/bin/sh
            [ "$1" != -XshowSettings:properties ] || { echo "    java.specification.version = %s" >&2; exit 0; }
            echo $$
            pwd
            printf '%%s\\n' "$@"
            """;

    private final Map<String, String> environment = new TreeMap<>();

    @TempDir
    private Path directory;

    private Path home;
    private Path script;

    private record Outcome(int code, List<String> out, String err, long pid) {
        List<String> arguments() {
            return out.subList(2, out.size());
        }
    }

    @BeforeEach
    void unpack() throws IOException {
        home = Files.createDirectories(directory.toRealPath().resolve("where it is"));
        Path bin = Files.createDirectory(home.resolve("bin"));
        script = executable(
                bin.resolve("camel-openrouter"), Files.readString(Path.of("src/assembly/bin/camel-openrouter")));
        Files.createFile(home.resolve("camel-openrouter.jar"));
        environment.put("JAVA_HOME", java("17"));
        environment.put("AOT_CACHE", "off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "busybox sh"})
    void runsOnEveryShell(String shell) throws Exception {
        assumeTrue(isThere(shell.split(" ")[0]), "There is no " + shell);
        List<String> command = new ArrayList<>(Arrays.asList(shell.split(" ")));
        command.addAll(List.of(script.toString(), "--sandbox"));

        Outcome outcome = run(command);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.arguments()).containsExactly("-jar", "camel-openrouter.jar", "--sandbox");
        assertThat(outcome.out().get(1)).isEqualTo(home.toString());
    }

    /** So that the signals sent to it are the JVM's. */
    @Test
    void javaTakesTheProcessOver() throws Exception {
        Outcome outcome = start();

        assertThat(outcome.out().get(0)).isEqualTo(Long.toString(outcome.pid()));
    }

    @Test
    void readsTheFilesBesideItWhicheverWayItIsCalled() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("-elsewhere"));
        Path first = Files.createSymbolicLink(elsewhere.resolve("first"), script);
        Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("first"));
        environment.put("CDPATH", directory.toString());

        assertThat(List.of(
                        run(List.of(first.toString())),
                        run(List.of(second.toString())),
                        run(List.of("where it is/bin/camel-openrouter"))))
                .allSatisfy(outcome -> assertThat(outcome.out().get(1)).isEqualTo(home.toString()));
    }

    @Test
    void passesArgumentsAsTheyAre() throws Exception {
        assertThat(start("--one two", "*", "", "$HOME").arguments())
                .endsWith("camel-openrouter.jar", "--one two", "*", "", "$HOME");
    }

    @Test
    void splitsOptionsAtSpacesAndExpandsNothing() throws Exception {
        environment.put("JAVA_OPTS", " -Xmx64m  -Dpattern=* ");

        assertThat(start().arguments()).containsExactly("-Xmx64m", "-Dpattern=*", "-jar", "camel-openrouter.jar");
    }

    @Test
    void takesTheJavaOfThePath() throws Exception {
        environment.put("PATH", environment.remove("JAVA_HOME") + "/bin" + File.pathSeparator + System.getenv("PATH"));

        assertThat(start().arguments()).containsExactly("-jar", "camel-openrouter.jar");
    }

    @Test
    void keepsANewJvmFromWarningOfNetty() throws Exception {
        environment.put("JAVA_HOME", java("25"));

        assertThat(start().arguments()).startsWith("--sun-misc-unsafe-memory-access=allow", "-jar");
    }

    @Test
    void takesTheCacheThatTheJavaOfTheDayCanRead() throws Exception {
        Files.createFile(home.resolve("camel-openrouter.aot"));
        assertThat(start().arguments()).startsWith("-jar");

        environment.put("JAVA_HOME", java("25"));
        assertThat(start().arguments()).contains("-XX:AOTCache=camel-openrouter.aot");

        Files.createFile(home.resolve("camel-openrouter.jsa"));
        environment.put("JAVA_HOME", java("21"));
        assertThat(start().arguments()).startsWith("-XX:SharedArchiveFile=camel-openrouter.jsa");
    }

    @ParameterizedTest
    @CsvSource({"25, -XX:AOTCacheOutput=camel-openrouter.aot", "21, -XX:ArchiveClassesAtExit=camel-openrouter.jsa"})
    void aGatewayThatServesMakesTheCacheAtItsStop(String version, String option) throws Exception {
        environment.put("JAVA_HOME", java(version));
        assertThat(start().arguments()).doesNotContain(option);

        environment.remove("AOT_CACHE");
        assertThat(start().arguments()).contains(option);
        assertThat(start("--version").arguments()).doesNotContain(option);
        assertThat(start("--sandbox").arguments()).doesNotContain(option);
    }

    @Test
    void aCacheOfAnOlderJarIsMadeAnew() throws Exception {
        environment.put("JAVA_HOME", java("25"));
        environment.remove("AOT_CACHE");
        Path cache = Files.createFile(home.resolve("camel-openrouter.aot"));
        Files.setLastModifiedTime(cache, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

        assertThat(start("--version").arguments()).noneMatch(argument -> argument.contains("AOT"));
        assertThat(start().arguments()).contains("-XX:AOTCacheOutput=camel-openrouter.aot");
        assertThat(cache).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_OPTS, -XX:AOTCache=/mine.aot",
        "JDK_JAVA_OPTIONS, -Xshare:off",
        "JAVA_TOOL_OPTIONS, -XX:SharedArchiveFile=/x"
    })
    void whoHasACacheOfTheirOwnIsLeftAlone(String variable, String option) throws Exception {
        environment.put("JAVA_HOME", java("25"));
        environment.remove("AOT_CACHE");
        environment.put(variable, option);

        assertThat(start().arguments()).doesNotContain("-XX:AOTCacheOutput=camel-openrouter.aot");
        Files.createFile(home.resolve("camel-openrouter.aot"));
        assertThat(start().arguments()).doesNotContain("-XX:AOTCache=camel-openrouter.aot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16"})
    void saysThatAJavaIsTooOld(String version) throws Exception {
        environment.put("JAVA_HOME", java(version));

        assertRefusal(start(), "Java 17 or newer", "is " + version.replaceFirst("^1\\.(?=.)", "") + ".");
    }

    @Test
    void saysThatJavaHomeHoldsNoJava() throws Exception {
        environment.put("JAVA_HOME", directory.toString());

        assertRefusal(start(), "JAVA_HOME is \"" + directory + "\"", "no bin/java");
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        environment.remove("JAVA_HOME");
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : List.of("dirname", "sed", "readlink")) {
            executable(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
        }
        environment.put("PATH", tools.toString());

        assertRefusal(start(), "There is no java", "JAVA_HOME");
    }

    private static void assertRefusal(Outcome outcome, String... words) {
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).matches("[^\\n]+\\.\\n").contains(words);
    }

    private Outcome start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private Outcome run(List<String> command) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readString(err), process.pid());
    }

    /** A JAVA_HOME, with a space in its name. */
    private String java(String version) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("java " + version).resolve("bin"));
        executable(bin.resolve("java"), JAVA.formatted(version));
        return bin.getParent().toString();
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static Path which(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
