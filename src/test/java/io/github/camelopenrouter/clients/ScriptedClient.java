/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A client in another language: a script that prints one line of JSON for each scenario. */
final class ScriptedClient implements Client {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nothing of the machine's environment reaches a script but where its tools are. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "LANG");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OPENAI_API_KEY", "any-key-will-do",
            "OPENROUTER_API_KEY", "any-key-will-do",
            "ANTHROPIC_API_KEY", "any-key-will-do",
            "LANGSMITH_TRACING", "false",
            "LANGCHAIN_TRACING_V2", "false",
            "OTEL_SDK_DISABLED", "true",
            "NO_PROXY", "*",
            "PYTHONDONTWRITEBYTECODE", "1",
            "PYTHONUNBUFFERED", "1");

    private final String name;
    private final Kit kit;
    private final String script;

    ScriptedClient(String name, Kit kit, String script) {
        this.name = name;
        this.kit = kit;
        this.script = script;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Cell> run(URI gateway) {
        try {
            return cells(BoundedProcess.run(process(gateway), kit.folder().resolve(script), LIMIT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return row(Cell.Status.FAIL, "interrupted");
        }
    }

    private ProcessBuilder process(URI gateway) {
        List<String> command = new ArrayList<>(kit.start(script));
        command.add(gateway.toString());
        ProcessBuilder process =
                new ProcessBuilder(command).directory(kit.folder().toFile());
        Map<String, String> environment = process.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(ENVIRONMENT);
        return process;
    }

    /** A scenario without a line is a failure: the script broke before it, or forgot it. */
    private List<Cell> cells(BoundedProcess.End end) throws IOException {
        Map<String, JsonNode> lines = new HashMap<>();
        for (String line : end.out()) {
            if (line.startsWith("{\"client\"")) {
                JsonNode node = JSON.readTree(line);
                lines.put(node.path("scenario").asText(), node);
            }
        }
        return Arrays.stream(Scenario.values())
                .map(scenario -> cell(scenario, lines.get(scenario.id()), end))
                .toList();
    }

    private Cell cell(Scenario scenario, JsonNode line, BoundedProcess.End end) {
        if (line == null) {
            String why = end.code() == -1 ? "killed after " + LIMIT.toSeconds() + " s" : end.lastWords();
            return new Cell(name, "", scenario, Cell.Status.FAIL, "the script did not get there: " + why);
        }
        Cell.Status status = Cell.Status.valueOf(line.path("status").asText().toUpperCase(Locale.ROOT));
        return new Cell(
                name,
                line.path("version").asText(),
                scenario,
                status,
                line.path("detail").asText());
    }
}
