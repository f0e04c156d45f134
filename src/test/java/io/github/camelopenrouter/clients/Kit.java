/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs of one language with their packages, copied from {@code src/it/clients} and installed below target. */
abstract class Kit {

    private static final Path SOURCES = Path.of("src", "it", "clients");
    private static final Path TARGET = Path.of("target", "clients");
    private static final Duration PREPARE_LIMIT = Duration.ofSeconds(120);
    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(10);

    private final String language;
    private final String name;
    private final String lockFile;

    Kit(String language, String lockFile) {
        this(language, language, lockFile);
    }

    /** @param name of the folder, where one language has several sets of packages */
    Kit(String language, String name, String lockFile) {
        this.language = language;
        this.name = name;
        this.lockFile = lockFile;
    }

    /** The commands that install the packages, in {@link #folder()}. */
    abstract List<List<String>> installation();

    /** How long each of them may take. */
    Duration installLimit() {
        return Duration.ofSeconds(120);
    }

    /** What makes the programs ready with the packages installed; unlike these, they may have changed. */
    List<List<String>> preparation() {
        return List.of();
    }

    /** What asks the tools for their versions; one that is missing or too old makes the kit unusable. */
    abstract Map<List<String>, Pattern> tools();

    /** What in an installer's output blames the pinned versions, and not the network. */
    abstract Pattern wrongPins();

    abstract List<String> start(String script);

    final Path folder() {
        return TARGET.resolve(name);
    }

    /**
     * Copies the scripts and installs the packages, unless that was done for the same lock file.
     *
     * @return why the kit cannot be used here; empty where it can
     */
    final Optional<String> install() {
        try {
            Files.createDirectories(folder());
            copySources();
            Optional<String> missing = missingTool();
            if (missing.isPresent()) {
                return missing;
            }
            Optional<String> problem = isUpToDate() ? Optional.empty() : installPackages();
            return problem.isPresent() ? problem : prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private void copySources() throws IOException {
        try (Stream<Path> sources = Files.list(SOURCES.resolve(language))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                Files.write(folder().resolve(source.getFileName()), Files.readAllBytes(source));
            }
        }
    }

    private Optional<String> missingTool() throws InterruptedException {
        for (Map.Entry<List<String>, Pattern> tool : tools().entrySet()) {
            String name = tool.getKey().get(0);
            try {
                BoundedProcess.End answer = run(tool.getKey(), "tool", QUESTION_LIMIT);
                if (!tool.getValue().matcher(String.join("\n", answer.out())).find()) {
                    return Optional.of(name + " is too old: " + answer.lastWords());
                }
            } catch (IOException e) {
                return Optional.of(name + " is not installed");
            }
        }
        return Optional.empty();
    }

    private boolean isUpToDate() throws IOException {
        return Files.exists(stamp()) && Files.mismatch(stamp(), folder().resolve(lockFile)) == -1;
    }

    private Optional<String> installPackages() throws IOException, InterruptedException {
        Files.deleteIfExists(stamp());
        for (List<String> command : installation()) {
            BoundedProcess.End end = run(command, "install", installLimit());
            if (!end.isGood()) {
                if (wrongPins().matcher(end.out() + " " + end.err()).find()) {
                    throw new IllegalStateException(String.join(" ", command) + ": " + String.join("\n", end.err()));
                }
                String why = end.code() == -1 ? "not within " + installLimit().toSeconds() + " s" : end.firstError();
                return Optional.of("the packages could not be installed: " + why);
            }
        }
        Files.copy(folder().resolve(lockFile), stamp());
        return Optional.empty();
    }

    private Optional<String> prepare() throws IOException, InterruptedException {
        for (List<String> command : preparation()) {
            BoundedProcess.End end = run(command, "prepare", PREPARE_LIMIT);
            if (!end.isGood()) {
                throw new IllegalStateException(String.join(" ", command) + ": " + String.join("\n", end.err()));
            }
        }
        return Optional.empty();
    }

    private BoundedProcess.End run(List<String> command, String log, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command).directory(folder().toFile());
        return BoundedProcess.run(process, folder().resolve(log), limit);
    }

    private Path stamp() {
        return folder().resolve("installed.stamp");
    }
}
