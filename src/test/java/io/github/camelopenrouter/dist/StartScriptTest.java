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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
            case "$*" in *VerifySharedSpaces*) echo "$@" > tried; rm -f ${TAKEN:-}; exit "${UNFIT:-0}" ;; esac
            echo $$
            pwd
            printf '%%s\\n' "$@"
            """;

    /** What the JVM says of itself is no output of the gateway. */
    private static final List<String> LOG = List.of("-Xlog:all=off:stdout", "-Xlog:all=warning:stderr");

    /** Of JDK 25. */
    private static final String USED = "-XX:AOTCache=camel-openrouter.aot";

    private static final String LEARNS_FOR = "-Dcamel-openrouter.learns-for=";

    private final Map<String, String> environment = new TreeMap<>();

    @TempDir
    private Path directory;

    private Path home;
    private Path script;

    private record Outcome(int code, List<String> out, String err, long pid) {
        /** Behind what concerns the JVM's log. */
        List<String> arguments() {
            return out.subList(4, out.size());
        }

        /** For whom the JVM learns, and what such a file is of; empty where it does not. */
        List<String> learnsFor() {
            return arguments().stream()
                    .filter(argument -> argument.startsWith(LEARNS_FOR))
                    .flatMap(argument ->
                            Stream.of(argument.substring(LEARNS_FOR.length()).split("=")))
                    .toList();
        }
    }

    @BeforeEach
    void unpack() throws IOException {
        home = Files.createDirectories(directory.toRealPath().resolve("where it is"));
        Path bin = Files.createDirectory(home.resolve("bin"));
        script = executable(
                bin.resolve("camel-openrouter"), Files.readString(Path.of("src/assembly/bin/camel-openrouter")));
        Files.writeString(home.resolve("camel-openrouter.jar"), "jar");
        Files.writeString(Files.createDirectory(home.resolve("lib")).resolve("core.jar"), "core");
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
        assertThat(outcome.arguments()).containsExactly("-Xshare:auto", "-jar", "camel-openrouter.jar", "--sandbox");
        assertThat(outcome.out().get(1)).isEqualTo(home.toString());
        assertThat(outcome.out().subList(2, 4)).isEqualTo(LOG);
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

        assertThat(start().arguments())
                .containsExactly("-Xshare:auto", "-Xmx64m", "-Dpattern=*", "-jar", "camel-openrouter.jar");
    }

    @Test
    void takesTheJavaOfThePath() throws Exception {
        environment.put("PATH", environment.remove("JAVA_HOME") + "/bin" + File.pathSeparator + System.getenv("PATH"));

        assertThat(start().arguments()).containsExactly("-Xshare:auto", "-jar", "camel-openrouter.jar");
    }

    @Test
    void keepsANewJvmFromWarningOfNetty() throws Exception {
        environment.put("JAVA_HOME", java("25"));

        assertThat(start().arguments()).startsWith("--sun-misc-unsafe-memory-access=allow", "-Xshare:auto", "-jar");
    }

    @ParameterizedTest
    @CsvSource({
        "25, -XX:AOTCacheOutput=camel-openrouter.aot, -XX:AOTCache=camel-openrouter.aot",
        "21, -XX:ArchiveClassesAtExit=camel-openrouter.jsa, -XX:SharedArchiveFile=camel-openrouter.jsa"
    })
    void aGatewayThatServesMakesWhatTheNextOneTakes(String version, String make, String use) throws Exception {
        learn(version);
        Outcome first = start();
        assertThat(first.arguments()).contains(make + "." + first.pid());
        assertThat(first.learnsFor()).hasSize(2).startsWith(make.replaceAll(".*=", "") + "." + first.pid() + ".of");
        leave(first);

        assertThat(start("--version").arguments()).doesNotContain(use).noneMatch(argument -> argument.startsWith(make));
        assertThat(start().arguments()).contains(use).doesNotContain(make);
        assertThat(start("--version").arguments()).contains(use);
        assertThat(start("--sandbox", "--dev").arguments()).contains(use);
        assertThat(made()).hasSize(2);
    }

    @Test
    void alsoOneInFrontOfTheSandboxDoesButNoneThatOnlyTellsSomething() throws Exception {
        learn("25");
        assertThat(start("--sandbox", "--dev").learnsFor()).hasSize(2);
        assertThat(start("--usage").learnsFor()).isEmpty();
        assertThat(start("--sandbox", "--usage").learnsFor()).isEmpty();
    }

    @Test
    void whatOneLeavesThatHasNeverServedIsNotKept() throws Exception {
        learn("25");
        Outcome failed = start();
        Files.delete(leave(failed));
        Files.writeString(home.resolve("camel-openrouter.aot." + failed.pid() + ".config"), "half");

        assertThat(start().learnsFor()).hasSize(2);
        assertThat(made()).isEmpty();
    }

    @Test
    void whatIsNotWholeIsNotKept() throws Exception {
        learn("25");
        leave(start());
        environment.put("UNFIT", "1");

        assertThat(start().learnsFor()).hasSize(2);
        assertThat(made()).isEmpty();
        assertThat(home.resolve("tried")).content().contains("-XX:AOTMode=on", "-XX:+VerifySharedSpaces", "--version");
    }

    /** Whose process is that of this test. */
    @Test
    void whatAGatewayWritesThatStillRunsIsLeftAlone() throws Exception {
        learn("25");
        Path running =
                home.resolve("camel-openrouter.aot." + ProcessHandle.current().pid() + ".config");
        Files.writeString(running, "half");

        assertThat(start().learnsFor()).hasSize(2);
        assertThat(running).exists();
    }

    /** A zip gives all its files one date, and a JVM does not look. */
    @ParameterizedTest
    @CsvSource({"camel-openrouter.jar, JAR", "lib/core.jar, CORE", "lib/added.jar, added", "lib/ext/own.jar, own"})
    void aCacheOfOtherJarsIsMadeAnewAndNotUsedMeanwhile(String jar, String content) throws Exception {
        learn("25");
        leave(start());
        assertThat(start().arguments()).contains(USED);
        Path changed = home.resolve(jar);
        FileTime date = Files.getLastModifiedTime(home.resolve("camel-openrouter.jar"));
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, content);
        Files.setLastModifiedTime(changed, date);

        assertThat(start("--version").arguments()).doesNotContain(USED);
        Outcome anew = start();
        assertThat(anew.arguments()).doesNotContain(USED);
        leave(anew);
        assertThat(start().arguments()).contains(USED);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_OPTS, -XX:+UseZGC, true",
        "JAVA_OPTS, -Xmx64g, true",
        "JDK_JAVA_OPTIONS, -XX:+UseCompactObjectHeaders, true",
        "JAVA_OPTS, -javaagent:watch.jar, true",
        "JAVA_OPTS, --add-opens=java.base/java.lang=ALL-UNNAMED, true",
        "JAVA_OPTS, --add-modules jdk.incubator.vector, true",
        "_JAVA_OPTIONS, -XX:+UseZGC, true",
        "JAVA_OPTS, -XX:StartFlightRecording:filename=x.jfr, false",
        "JAVA_OPTS, -Dmine=1, false"
    })
    void aCacheOfOtherOptionsIsMadeAnewWhereTheyMatter(String variable, String option, boolean matters)
            throws Exception {
        learn("25");
        leave(start());
        assertThat(start().arguments()).contains(USED);
        environment.put(variable, option);

        assertThat(start().arguments().contains(USED)).isNotEqualTo(matters);
    }

    /** A JVM of before 25 does not start with an agent where it is to keep what it learns. */
    @ParameterizedTest
    @CsvSource({
        "17, -javaagent:otel.jar, 0",
        "24, -agentlib:jdwp=transport=dt_socket, 0",
        "21, -agentpath:/x.so, 0",
        "21, -Dmine=1, 2",
        "25, -javaagent:otel.jar, 2"
    })
    void besideAnAgentOnlyANewJvmLearns(String version, String option, int words) throws Exception {
        learn(version);
        environment.put("JAVA_OPTS", option);

        assertThat(start().learnsFor()).hasSize(words);
    }

    /** Also where the gateway itself would start without a cache. */
    @ParameterizedTest
    @ValueSource(strings = {"-javaagent:otel.jar", "-XX:AOTCache=/mine.aot"})
    void whoMakesACacheGetsAnAnswerAndNoGateway(String option) throws Exception {
        learn("17");
        environment.put("JAVA_OPTS", option);

        environment.put("AOT_CACHE", "name");
        assertThat(start("--version").out()).singleElement().asString().matches("[0-9]+-[0-9]+");
        environment.put("AOT_CACHE", "options");
        assertThat(start("--version").out()).containsExactly("");
    }

    @Test
    void moduleOptionsAreTriedAsTheyStand() throws Exception {
        learn("25");
        environment.put("JAVA_OPTS", "--add-modules jdk.incubator.vector -Dmine=1 -javaagent:otel.jar");
        leave(start());

        assertThat(start().arguments()).contains(USED);
        assertThat(home.resolve("tried"))
                .content()
                .contains("--add-modules jdk.incubator.vector -XX:AOTMode=on")
                .doesNotContain("mine", "agent");
    }

    /** Two start at once, and one has taken away what the other looks at. */
    @Test
    void whateverGoesWrongWithTheCacheTheGatewayStarts() throws Exception {
        learn("25");
        Outcome first = start();
        leave(first);
        environment.put("TAKEN", "camel-openrouter.aot.try.*");

        Outcome next = start();
        assertThat(next.code()).isZero();
        assertThat(next.err()).isEmpty();
        assertThat(next.learnsFor()).hasSize(2);
        assertThat(made()).isEmpty();
    }

    /** They may stand elsewhere. */
    @Test
    void whatALinkLeadsToCounts() throws Exception {
        learn("25");
        Path target = Files.writeString(directory.resolve("own.jar"), "own");
        Files.createSymbolicLink(
                Files.createDirectories(home.resolve("lib").resolve("ext")).resolve("own.jar"), target);
        leave(start());
        assertThat(start().arguments()).contains(USED);
        Files.writeString(target, "OWN");

        assertThat(start().arguments()).doesNotContain(USED);
    }

    @Test
    void whoAsksForTheLogOfTheJvmHasItWhole() throws Exception {
        environment.put("JDK_JAVA_OPTIONS", "-Xlog:gc");
        Outcome outcome = start();
        assertThat(outcome.out()).noneMatch(argument -> argument.startsWith("-Xlog"));
    }

    @Test
    void aCacheThatWasCutOffIsMadeAnew() throws Exception {
        learn("25");
        leave(start());
        assertThat(start().arguments()).contains(USED);
        Files.writeString(home.resolve("camel-openrouter.aot"), "");

        assertThat(start().learnsFor()).hasSize(2);
    }

    @Test
    void whoWantsNoneGetsNone() throws Exception {
        learn("25");
        leave(start());
        assertThat(start().arguments()).contains(USED);
        environment.put("AOT_CACHE", "off");

        assertThat(start().arguments()).doesNotContain(USED);
        assertThat(start().learnsFor()).isEmpty();
        environment.put("AOT_CACHE", "OFF");
        assertRefusal(start(), "AOT_CACHE is \"OFF\"");
    }

    @Test
    void saysOfWhatAFileMustBe() throws Exception {
        learn("25");
        List<String> wanted = start().learnsFor();
        environment.put("AOT_CACHE", "name");

        Outcome told = start("--version");
        assertThat(told.out()).containsExactly(wanted.get(1));
    }

    private void learn(String version) throws IOException {
        environment.put("JAVA_HOME", java(version));
        environment.remove("AOT_CACHE");
    }

    /** As the JVM does that has served: what it has learnt, and of what that is. */
    private Path leave(Outcome ended) throws IOException {
        List<String> wanted = ended.learnsFor();
        Path of = home.resolve(wanted.get(0));
        Files.writeString(home.resolve(wanted.get(0).replaceFirst("\\.of$", "")), "learnt");
        return Files.writeString(of, wanted.get(1));
    }

    private List<Path> made() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.getFileName().toString().matches("camel-openrouter\\.(aot|jsa).*"))
                    .toList();
        }
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

        assertThat(start().learnsFor()).isEmpty();
        assertThat(start().arguments()).doesNotContain(USED, "-Xshare:auto");
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
        builder.environment().keySet().removeIf(name -> name.matches("_?(JDK_)?JAVA_.*"));
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
