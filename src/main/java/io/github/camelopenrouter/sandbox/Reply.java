/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.util.List;

/**
 * What the model says, before any API gives it a form.
 *
 * @param reasoning empty where it does not reason, or not aloud
 * @param sealed whether the encrypted form of the reasoning is handed out as well
 * @param words the text in the pieces it streams in; joined they are the text
 * @param cut whether the text ends at a token limit
 */
record Reply(
        List<String> reasoning,
        boolean sealed,
        List<String> words,
        List<ToolCall> toolCalls,
        boolean cut,
        Usage usage) {

    /** A function call; {@code arguments} is JSON text. */
    record ToolCall(String id, String name, String arguments) {}

    /** The same for another price. */
    Reply costing(Usage other) {
        return new Reply(reasoning, sealed, words, toolCalls, cut, other);
    }

    String text() {
        return String.join("", words);
    }

    /** Whether it reasons, and aloud. */
    boolean reasons() {
        return !reasoning.isEmpty();
    }

    String reasoningText() {
        return String.join("", reasoning);
    }

    Finish finish() {
        if (!toolCalls.isEmpty()) {
            return Finish.TOOL_CALLS;
        }
        return cut ? Finish.LENGTH : Finish.STOP;
    }

    /** The beginning of it, for answers that break off. */
    Reply first(int count) {
        List<String> fewer = words.subList(0, Math.min(count, words.size()));
        return new Reply(reasoning, sealed, fewer, toolCalls, cut, usage);
    }
}
