/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelopenrouter.testing.GatewayProcess;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records in a real Kafka, which is stopped meanwhile, and in moto's S3, with the libraries that the page of exports names, which
 * the gateway does not bring. {@code mvn -Pproof test}; needs {@code mvn}, and for S3 {@code python3}.
 */
@Timeout(600)
class ExportsToBrokersIT {

    private static final Path KITS = Path.of("target", "export-kits").toAbsolutePath();
    private static final String KAFKA = "3.9.1";
    private static final String CAMEL = "4.18.0";
    private static final String MOTO = "moto[server,s3]==5.2.5";

    @TempDir
    private Path home;

    @Test
    void kafkaHasAllRecordsInOrderThoughItWasAwayMeanwhile() throws Exception {
        String libraries = kit("camel-kafka", "org.apache.camel", "camel-kafka", CAMEL);
        String broker = kit("kafka", "org.apache.kafka", "kafka_2.13", KAFKA);
        int port = freePort();
        Path properties = Files.writeString(home.resolve("server.properties"), properties(port, freePort()));
        run(java(
                broker,
                "kafka.tools.StorageTool",
                "format",
                "-t",
                "AAAAAAAAAAAAAAAAAAAAAQ",
                "-c",
                properties.toString()));
        Calls.write(home.resolve("data"), "usage-2026-01-01.1.jsonl", 250);
        Process first = start(java(broker, "kafka.Kafka", properties.toString()));
        try (GatewayProcess gateway = GatewayProcess.in(home)
                .with("OPENROUTER_DATA_DIR", "data")
                .with("OPENROUTER_EXPORT_KAFKA_BROKERS", "127.0.0.1:" + port)
                .behind(libraries)
                .run("--sandbox")) {
            awaitPort(port);
            int door = gateway.awaitAddress().getPort();
            awaitPosition("kafka", "2026-01-01.1:250");
            stop(first);
            Calls.make(door, 3); // while nobody takes them
            Process again = start(java(broker, "kafka.Kafka", properties.toString()));
            try {
                awaitPort(port);
                List<String> recorded = Calls.recorded(home.resolve("data"));
                assertThat(recorded).hasSize(253);
                String dump = home.resolve("logs/openrouter-usage-0/00000000000000000000.log")
                        .toString();
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofSeconds(3))
                        .until(() -> keys(broker, dump).size() >= 253);
                assertThat(keys(broker, dump).stream().distinct().toList())
                        .containsExactlyElementsOf(recorded.stream()
                                .map(record -> record.split(" ")[0])
                                .toList());
            } finally {
                stop(again);
            }
        } finally {
            stop(first);
        }
    }

    @Test
    void bucketsHaveFullFilesByTheirNames() throws Exception {
        String libraries = kit("camel-aws2-s3", "org.apache.camel", "camel-aws2-s3", CAMEL);
        Path python = KITS.resolve("moto");
        if (!Files.exists(python.resolve("bin/moto_server"))) {
            boolean installed = tried("python3", "-m", "venv", python.toString())
                    && tried(python.resolve("bin/pip").toString(), "install", "-q", MOTO);
            Assumptions.assumeTrue(installed, "No S3: python3 cannot install " + MOTO);
        }
        Calls.write(home.resolve("data"), "usage-2026-01-01.1.jsonl", 5);
        int port = freePort();
        Process moto = start(List.of(python.resolve("bin/moto_server").toString(), "-p", String.valueOf(port)));
        try (GatewayProcess gateway = GatewayProcess.in(home)
                .with("OPENROUTER_DATA_DIR", "data")
                .with("OPENROUTER_NODE", "one")
                .with("OPENROUTER_EXPORT_S3_BUCKET", "mine")
                .with("AWS_REGION", "us-east-1")
                .with("AWS_ACCESS_KEY_ID", "any")
                .with("AWS_SECRET_ACCESS_KEY", "canary-secret")
                .with("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + port)
                .behind(libraries)
                .run("--sandbox")) {
            awaitPort(port);
            URI bucket = URI.create("http://127.0.0.1:" + port + "/mine");
            HttpClient client = HttpClient.newHttpClient();
            client.send(
                    HttpRequest.newBuilder(bucket)
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            Calls.make(gateway.awaitAddress().getPort(), 1); // into the file of today
            await().atMost(Duration.ofMinutes(1))
                    .until(
                            () -> client.send(
                                            HttpRequest.newBuilder(bucket).build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .body()
                                    .matches(
                                            "(?s).*<Key>openrouter-usage/one/usage-2026-01-01\\.1\\.[0-9a-f]{16}\\.jsonl\\.gz</Key>.*"));
            assertThat(gateway.console()).doesNotContain("canary");
        } finally {
            stop(moto);
        }
    }

    private String properties(int port, int controller) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                """.formatted(port, controller, home.resolve("logs"));
    }

    /** What Kafka itself says of its file. */
    private List<String> keys(String broker, String file) throws Exception {
        Path out = home.resolve("dump");
        new ProcessBuilder(java(broker, "kafka.tools.DumpLogSegments", "--files", file, "--print-data-log"))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        List<String> keys = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            int key = line.indexOf(" key: ");
            int payload = line.indexOf(" payload: ");
            if (key > 0 && payload > key) {
                keys.add(line.substring(key + " key: ".length(), payload));
            }
        }
        return keys;
    }

    private void awaitPosition(String export, String position) {
        Path file = home.resolve("data/export").resolve(export).resolve("position");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Files.exists(file)
                        && !Files.readString(file).isBlank()
                        && Files.readString(file).strip().compareTo(position) >= 0);
    }

    /** The class path of an artifact and what it needs, as the page of exports fetches it. */
    private static String kit(String name, String group, String artifact, String version) throws Exception {
        Path directory = Files.createDirectories(KITS.resolve(name));
        if (!Files.exists(directory.resolve("lib"))) {
            Files.writeString(directory.resolve("pom.xml"), """
                    <project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
                    <groupId>kit</groupId><artifactId>kit</artifactId><version>1</version><dependencies><dependency>
                    <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
                    </dependency></dependencies></project>
                    """.formatted(group, artifact, version));
            run(List.of(
                    "mvn",
                    "-q",
                    "-B",
                    "-ntp",
                    "-f",
                    directory.resolve("pom.xml").toString(),
                    "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
                    "-DincludeScope=runtime",
                    "-DoutputDirectory=" + directory.resolve("lib")));
        }
        return directory.resolve("lib") + File.separator + "*";
    }

    private static List<String> java(String classPath, String... command) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp", classPath));
        words.addAll(List.of(command));
        return words;
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static void run(List<String> command) throws Exception {
        assertThat(tried(command.toArray(String[]::new))).as("%s", command).isTrue();
    }

    private static boolean tried(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) {
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }
}
