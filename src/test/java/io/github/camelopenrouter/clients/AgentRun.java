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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One agent through all tasks, in a home and a folder that are made for it: the user's own are never touched. */
final class AgentRun {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The address in the settings that the documents show. */
    private static final String DOCUMENTED = "http://localhost:8080";

    private static final List<String> INHERITED = List.of("PATH", "TMPDIR", "LANG");

    private final Agent agent;
    private final URI gateway;
    private final AtomicInteger calls;
    private final Path home;
    private final Path work;

    /**
     * @param calls upstream, counted by the gateway
     * @param folder an empty one
     */
    AgentRun(Agent agent, URI gateway, AtomicInteger calls, Path folder) throws IOException {
        this.agent = agent;
        this.gateway = gateway;
        this.calls = calls;
        this.home = Files.createDirectories(folder.resolve("home"));
        this.work = Files.createDirectories(folder.resolve("work"));
    }

    /** One cell for each task, whatever happens; bounded in time. */
    List<Cell> cells() throws IOException, InterruptedException {
        Optional<String> problem = agent.kit().install();
        if (problem.isPresent()) {
            return Arrays.stream(AgentTask.values())
                    .map(task -> cell(task, Cell.Status.SKIP, problem.get()))
                    .toList();
        }
        setUp();
        List<Cell> cells = new ArrayList<>();
        for (AgentTask task : AgentTask.values()) {
            Agent.Ask ask = agent.asks().get(task);
            cells.add(ask == null ? cell(task, Cell.Status.SKIP, agent.reason()) : asked(task, ask));
        }
        return cells;
    }

    private void setUp() throws IOException {
        try (Stream<Path> settings = Files.walk(agent.home())) {
            for (Path file : settings.filter(Files::isRegularFile).toList()) {
                Path copy = home.resolve(agent.home().relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace(DOCUMENTED, gateway.toString()));
            }
        }
    }

    private Cell asked(AgentTask task, Agent.Ask ask) throws IOException, InterruptedException {
        int before = calls.get();
        BoundedProcess.End end = BoundedProcess.run(process(ask), ask.input(), home.resolveSibling(task.name()), LIMIT);
        int cost = calls.get() - before;
        String said = String.join(" ", end.out()).replaceAll("\\s+", " ");
        if (!end.isGood()) {
            String why = end.code() == -1 ? "killed after " + LIMIT.toSeconds() + " s" : "ended with " + end.code();
            return cell(task, Cell.Status.FAIL, why + ": " + end.lastWords());
        }
        if (!task.answer().matcher(said).find()) {
            return cell(task, Cell.Status.FAIL, "expected " + task.answer() + ", saw " + said);
        }
        return cost == task.calls()
                ? cell(task, Cell.Status.PASS, "")
                : cell(task, Cell.Status.FAIL, "it cost " + cost + " calls");
    }

    private ProcessBuilder process(Agent.Ask ask) {
        List<String> command = new ArrayList<>();
        for (String word : agent.command()) {
            Path installed = agent.kit().folder().toAbsolutePath().resolve(word);
            command.add(Files.exists(installed) ? installed.toString() : word);
        }
        command.addAll(ask.arguments());
        ProcessBuilder process = new ProcessBuilder(command).directory(work.toFile());
        Map<String, String> environment = process.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(agent.environment());
        environment.put("HOME", home.toString());
        environment.put("NO_COLOR", "1");
        return process;
    }

    private Cell cell(AgentTask task, Cell.Status status, String detail) {
        return new Cell(agent.name(), agent.version(), task, status, detail);
    }
}
