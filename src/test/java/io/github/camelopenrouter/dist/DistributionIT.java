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

import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip, unpacked in a directory with spaces in its name and run as somebody does who has nothing else of the project. */
@Timeout(240)
@DisabledOnOs(OS.WINDOWS)
class DistributionIT {

    private static final String EVENT = "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    /** Java 17 says "top" of this cache; where its path has a space in it, it takes only its own classes from there. */
    private static final Pattern FROM_CACHE = Pattern.compile(
            "source: shared objects file \\(top\\)" + "|camelopenrouter.CamelOpenRouter source: shared objects file");

    @TempDir
    private Path directory;

    private Path elsewhere;
    private Distribution distribution;

    @BeforeEach
    void unpack() throws IOException {
        elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        distribution = Distribution.unpackedIn(Files.createDirectory(directory.resolve("a place of my own")));
    }

    @Test
    void holdsWhatItNeedsAndItsLicences() throws IOException {
        assertThat(names(""))
                .containsExactlyInAnyOrder(
                        "camel-openrouter.jar",
                        "lib",
                        "routes",
                        "src",
                        "bin",
                        "systemd",
                        "application.properties",
                        "LICENSE",
                        "THIRD-PARTY.txt",
                        "README.md",
                        "README.txt");
        assertThat(names("bin")).containsExactlyInAnyOrder("camel-openrouter", "camel-openrouter.cmd", "aot-cache.sh");
        assertSame("LICENSE");
        assertSame("application.properties");
        assertSame("routes/chat-completions.camel.yaml");
        assertSame("routes/admin/breakers.camel.yaml");
        assertSame("src/docs/routes.md");
        assertSame("src/it/recipes/allow-list.camel.yaml");
        assertSame("src/main/k8s/docker-compose.yaml");
        assertThat(Files.readString(home("bin/camel-openrouter.cmd"))).matches("(?s)([^\\r\\n]*\\r\\n)+");
        assertThat(Files.readString(home("README.txt"))).doesNotContain("${");
    }

    @Test
    void holdsEveryLibraryThatTheJarNamesAndItsLicence() throws IOException {
        List<String> named;
        try (JarFile jar = new JarFile(home("camel-openrouter.jar").toFile())) {
            named = List.of(
                    jar.getManifest().getMainAttributes().getValue("Class-Path").split(" "));
        }
        List<Pattern> licensed = Files.readAllLines(home("THIRD-PARTY.txt")).stream()
                .filter(line -> line.matches("\\S+-\\*\\s.*"))
                .map(line -> Pattern.compile(line.split("-\\*")[0] + "-.+\\.jar"))
                .toList();

        assertThat(names("lib").stream().map(name -> "lib/" + name)).containsAll(named);
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(library -> assertThat(licensed)
                        .anyMatch(pattern -> pattern.matcher(library.substring("lib/".length()))
                                .matches()));
        assertThat(licensed)
                .allSatisfy(pattern -> assertThat(named)
                        .anyMatch(library -> pattern.matcher(library.substring("lib/".length()))
                                .matches()));
    }

    /** What differs from one build to the next of the same sources: times, and the order in which a directory is read. */
    @Test
    void isTheSameInEveryBuild() throws IOException {
        String time = Pattern.compile("<project.build.outputTimestamp>(.*?)<")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        try (ZipFile zip = new ZipFile(Distribution.zip().toFile())) {
            List<? extends ZipEntry> files =
                    zip.stream().filter(entry -> !entry.isDirectory()).toList();

            assertThat(zip.stream())
                    .allSatisfy(entry -> assertThat(entry.getTimeLocal())
                            .isEqualTo(
                                    Instant.parse(time).atOffset(ZoneOffset.UTC).toLocalDateTime()));
            assertThat(inDirectory(files, "/lib/")).isSorted();
            assertThat(inDirectory(files, "/src/docs/")).isSorted();
        }
    }

    @Test
    void answersAndLetsAStreamEndAfterSigterm() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (ScriptedUpstream upstream = ScriptedUpstream.start(call -> {
                    call.head(200, "text/event-stream").send(EVENT);
                    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
                    call.send(DONE).end();
                });
                Distribution.Started gateway = script(
                        Map.of("OPENROUTER_API_KEY", "sk-or-v1-test", "OPENROUTER_BASE_URL", upstream.baseUrl()));
                RawClient client = RawClient.connect(gateway.awaitAddress().getPort())) {
            RawClient.Answer answer =
                    client.post(Door.CHAT.path(), Door.CHAT.streaming()).answer();
            assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);

            gateway.process().destroy();
            held.countDown();

            assertThat(answer.text()).isEqualTo(DONE);
            assertThat(gateway.awaitExit()).isEqualTo(143);
            assertThat(gateway.console()).doesNotContain("WARN", "ERROR");
        }
    }

    /** And has the components that the routes of exports and alerts need, which only this start has to bring along. */
    @Test
    void servesTheRoutesAndSettingsBesideItFromItsSandbox() throws Exception {
        Files.writeString(home("routes/team-a.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: openrouter-door-chat-completions
                    routeId: team-a-chat-completions
                    parameters:
                      - name: path
                        value: /team-a/v1/chat/completions
                """);
        Files.writeString(
                home("application.properties"),
                Files.readString(home("application.properties")) + "\nopenrouter.model-aliases=fast>sandbox/fast\n");

        Map<String, String> receivers = Map.of(
                "OPENROUTER_EXPORT_WEBHOOK", "http://127.0.0.1:9/export",
                "OPENROUTER_ALERTS_WEBHOOK", "http://127.0.0.1:9/alerts",
                "OPENROUTER_ALERTS_MAIL_TO", "ops@example.com",
                "OPENROUTER_ALERTS_MAIL_SERVER", "127.0.0.1:9",
                "OPENROUTER_ALERTS_MAIL_FROM", "gateway@example.com");
        try (Distribution.Started gateway = script(receivers, "--sandbox");
                RawClient client = RawClient.connect(gateway.awaitAddress().getPort())) {
            RawClient.Answer answer = client.post(
                            "/team-a/v1/chat/completions",
                            "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}")
                    .answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("sandbox");
        }
    }

    @Test
    void jarAloneSaysInASentenceThatItsLibrariesAreMissing() throws Exception {
        Path jar = Files.copy(home("camel-openrouter.jar"), elsewhere.resolve("camel-openrouter.jar"));

        assertComplaint(jar, "directory lib/");
    }

    @Test
    void jarWithHalfOfItsLibrariesSaysSo() throws Exception {
        Path camel;
        try (Stream<Path> libraries = Files.list(home("lib"))) {
            camel = libraries
                    .filter(file -> file.toString().contains("camel-main-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.delete(camel);

        assertComplaint(home("camel-openrouter.jar"), "where lib/" + camel.getFileName() + " is missing");
    }

    /** A short training; what a cache is worth is measured elsewhere. */
    @Test
    void makesACacheSayingWhatItDoesAndStartsWithIt() throws Exception {
        assumeTrue(distribution
                        .start(elsewhere, Map.of(), List.of("curl", "--version"))
                        .awaitExit()
                == 0);

        String said = run(
                Map.of("CALLS", "20"), List.of("sh", home("bin/aot-cache.sh").toString()));

        Path cache = home(Runtime.version().feature() >= 25 ? "camel-openrouter.aot" : "camel-openrouter.jsa");
        assertThat(said)
                .contains("trains for " + cache, "20 plain calls", "writing what was learnt", "ms of CPU with it, ")
                .contains("Use it with: ", cache + "\" -jar", "bin/camel-openrouter takes it by itself.");
        assertThat(cache).isNotEmptyFile();
        assertThat(run(Map.of("JAVA_OPTS", "-Xlog:class+load"), List.of(script(), "--version")))
                .containsPattern(FROM_CACHE);
    }

    @Test
    void goesOnWithoutACacheThatDoesNotFit() throws Exception {
        Files.writeString(home("camel-openrouter.aot"), "of another Java");
        Files.writeString(home("camel-openrouter.jsa"), "of another Java");

        assertThat(run(Map.of(), List.of(script(), "--version"))).containsPattern("(?m)^camel-openrouter \\S+$");
    }

    private void assertComplaint(Path jar, String words) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (Distribution.Started started =
                distribution.start(elsewhere, Map.of(), List.of(java, "-jar", jar.toString()))) {
            assertThat(started.awaitExit()).isEqualTo(1);
            assertThat(started.console())
                    .startsWith(jar.toString())
                    .matches("[^\\n]+\\.\\n")
                    .contains(words);
        }
    }

    private String run(Map<String, String> environment, List<String> command) throws Exception {
        try (Distribution.Started started = distribution.start(elsewhere, environment, command)) {
            assertThat(started.awaitExit()).as(started.console()).isZero();
            return started.console();
        }
    }

    private Distribution.Started script(Map<String, String> environment, String... arguments) throws IOException {
        return distribution.start(
                elsewhere,
                environment,
                Stream.concat(Stream.of(script()), Stream.of(arguments)).toList());
    }

    private String script() {
        return home("bin/camel-openrouter").toString();
    }

    private Path home(String file) {
        return distribution.home().resolve(file);
    }

    private List<String> names(String below) throws IOException {
        try (Stream<Path> files = Files.list(home(below))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Written so that a directory sorts as its name does. */
    private static List<String> inDirectory(List<? extends ZipEntry> files, String name) {
        return files.stream()
                .map(ZipEntry::getName)
                .filter(file -> file.contains(name))
                .map(file -> file.replace('/', '\0'))
                .toList();
    }

    private void assertSame(String file) throws IOException {
        assertThat(home(file)).hasSameBinaryContentAs(Path.of(file));
    }
}
