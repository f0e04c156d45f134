/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import java.util.regex.Pattern;

/** What each coding agent is put through; the columns of its matrix. */
enum AgentTask implements Column {
    PROMPT("prompt", 1, "one question, answered by one call", "You said: \"+Hi, camel!"),
    TOOL_ROUND(
            "tool round",
            2,
            "the model calls a tool, the agent runs it and hands in the result: two calls",
            "The tool answered: .*camel-42"),
    CONTEXT("/context", 0, "what fills the context, told without a paid call", "System prompt.*Free space");

    private final String title;
    private final int calls;
    private final String description;
    private final Pattern answer;

    AgentTask(String title, int calls, String description, String answer) {
        this.title = title;
        this.calls = calls;
        this.description = description;
        this.answer = Pattern.compile(answer);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String description() {
        return description;
    }

    /** How many calls it may cost. */
    int calls() {
        return calls;
    }

    /** What it says, in one line. */
    Pattern answer() {
        return answer;
    }
}
