/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import io.github.camelopenrouter.clients.Agent.Ask;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The coding agents that install from npm or PyPI, and how they are asked without a terminal. */
final class Agents {

    private static final String HI = "Hi, camel!";

    /** A shell that adds: nothing in the request looks like the result. */
    private static final String ECHO = "echo camel-$((40+2))";

    private static final String NO_CONTEXT = "it has no such command without a terminal";

    /** What aider needs is 700 MB in a hundred packages. */
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);

    private Agents() {}

    static List<Agent> all() {
        return List.of(claudeCode(), codex(), openCode(), continueCli(), llm(), aider());
    }

    static Agent claudeCode() {
        return npm(
                "@anthropic-ai/claude-code",
                "claude-code",
                List.of("node", "node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs"),
                Map.of(),
                Map.of(
                        AgentTask.PROMPT, Ask.by("-p", HI),
                        AgentTask.TOOL_ROUND,
                                Ask.by(
                                        "-p",
                                        use("Bash", "command", ", \"description\": \"Adds\""),
                                        "--allowedTools",
                                        "Bash"),
                        AgentTask.CONTEXT, Ask.by("-p", "/context")));
    }

    static Agent codex() {
        return npm(
                "@openai/codex",
                "codex",
                List.of("node", "node_modules/@openai/codex/bin/codex.js"),
                Map.of(),
                Map.of(
                        AgentTask.PROMPT, Ask.by("exec", "--skip-git-repo-check", HI),
                        AgentTask.TOOL_ROUND,
                                Ask.by(
                                        "exec",
                                        "--skip-git-repo-check",
                                        "--sandbox",
                                        "danger-full-access",
                                        use("exec_command", "cmd", ""))));
    }

    /** Words on its command line reach the model in quotes of its own, those on standard input as they are. */
    static Agent openCode() {
        return npm(
                "opencode-linux-x64",
                "opencode",
                List.of("node_modules/opencode-linux-x64/bin/opencode"),
                Map.of("OPENCODE_DISABLE_MODELS_FETCH", "1", "OPENCODE_DISABLE_LSP_DOWNLOAD", "1"),
                Map.of(
                        AgentTask.PROMPT, Ask.saying(HI, "run", "--title", "test"),
                        AgentTask.TOOL_ROUND,
                                Ask.saying(
                                        use("bash", "command", ", \"description\": \"Adds\""),
                                        "run",
                                        "--title",
                                        "test")));
    }

    static Agent continueCli() {
        return npm(
                "@continuedev/cli",
                "continue",
                List.of("node", "node_modules/@continuedev/cli/dist/cn.js"),
                Map.of("CONTINUE_CLI_ENABLE_TELEMETRY", "0"),
                Map.of(
                        AgentTask.PROMPT, Ask.by("-p", HI),
                        AgentTask.TOOL_ROUND, Ask.by("-p", "--allow", "Bash", use("Bash", "command", ""))));
    }

    static Agent llm() {
        return python(
                "llm",
                List.of("venv/bin/llm"),
                Map.of(),
                Map.of(
                        AgentTask.PROMPT, Ask.by("-m", "gateway", HI),
                        AgentTask.TOOL_ROUND,
                                Ask.by(
                                        "-m",
                                        "gateway",
                                        "--functions",
                                        "def camel() -> str:\n    return f'camel-{40 + 2}'",
                                        "Use the tool camel")),
                NO_CONTEXT);
    }

    static Agent aider() {
        return python(
                "aider-chat",
                List.of("venv/bin/aider"),
                Map.of("LITELLM_LOCAL_MODEL_COST_MAP", "True"),
                Map.of(AgentTask.PROMPT, Ask.by("--yes-always", "--no-git", "--no-pretty", "--message", HI)),
                "aider has no tools, it edits files by what the answer says; " + NO_CONTEXT);
    }

    /** What the sandbox takes for the wish to see that tool called. */
    private static String use(String tool, String argument, String more) {
        return "Use the tool %s with {\"%s\": \"%s\"%s}".formatted(tool, argument, ECHO, more);
    }

    private static Agent npm(
            String name,
            String folder,
            List<String> command,
            Map<String, String> environment,
            Map<AgentTask, Ask> asks) {
        String path = "agents/" + folder;
        return new Agent(name, path, new NpmKit(path), command, environment, asks, NO_CONTEXT);
    }

    private static Agent python(
            String name,
            List<String> command,
            Map<String, String> environment,
            Map<AgentTask, Ask> asks,
            String reason) {
        String path = "agents/" + name;
        return new Agent(name, path, new PythonKit(path, INSTALL_LIMIT), command, environment, asks, reason);
    }
}
