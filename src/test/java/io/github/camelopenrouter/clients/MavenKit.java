/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A program in Java whose class path is its own: what it needs never meets what the tests need. */
final class MavenKit extends Kit {

    private static final Pattern MAVEN = Pattern.compile("^(\\x1b\\[1m)?Apache Maven [3-9]");
    private static final String CLASSES = "classes";
    private static final String CLASS_PATH = "class-path";

    private final String pom;
    private final String program;

    /** @param name of the pom with its packages */
    MavenKit(String name, String program) {
        super("java", name, name + ".xml");
        this.pom = name + ".xml";
        this.program = program;
    }

    @Override
    Map<List<String>, Pattern> tools() {
        return Map.of(List.of("mvn", "--version"), MAVEN);
    }

    /** Takes from the local repository what is there, and asks for nothing then. */
    @Override
    List<List<String>> installation() {
        return List.of(List.of(
                "mvn",
                "--quiet",
                "--batch-mode",
                "-Dstyle.color=never",
                "--file",
                pom,
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
                "-DincludeScope=runtime",
                "-Dmdep.outputFile=" + CLASS_PATH));
    }

    @Override
    List<List<String>> preparation() {
        return List.of(List.of(
                java("javac"),
                "--release",
                "17",
                "-proc:none",
                "-nowarn",
                "-cp",
                classPath(),
                "-sourcepath",
                ".",
                "-d",
                CLASSES,
                program + ".java"));
    }

    @Override
    Pattern wrongPins() {
        return Pattern.compile("Malformed POM|Non-parseable POM|is missing");
    }

    /** A short life is quickest without the second compiler. */
    @Override
    List<String> start(String script) {
        return List.of(
                java("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                CLASSES + File.pathSeparator + classPath(),
                script);
    }

    private String classPath() {
        try {
            return Files.readString(folder().resolve(CLASS_PATH)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }
}
