/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, whichever operation it came by.
 *
 * @param userText the last thing the user said
 * @param toolResult what a tool answered, if that is the last thing in the request; else null
 * @param tools the functions that may be called, the one that is first; empty after a tool result
 * @param maxTokens null where there is no limit
 * @param schema what the answer must satisfy as JSON; null where text is wanted
 */
record Prompt(
        String userText,
        @Nullable String toolResult,
        List<Tool> tools,
        @Nullable Integer maxTokens,
        Thinking thinking,
        @Nullable JsonNode schema) {

    /** Asks for nothing in particular. */
    static final Prompt BARE = new Prompt("", null, List.of(), null, Thinking.NONE, null);

    /**
     * A function the model may call.
     *
     * @param schema of its arguments
     * @param arguments those that the user wants; null where a sample of the schema will do
     */
    record Tool(String name, JsonNode schema, @Nullable JsonNode arguments) {

        Tool(String name, JsonNode schema) {
            this(name, schema, null);
        }

        Tool with(@Nullable JsonNode wanted) {
            return new Tool(name, schema, wanted);
        }

        /** As JSON text. */
        String call() {
            return Json.write(arguments == null ? SchemaSample.of(schema) : arguments);
        }
    }

    /**
     * @param wanted whether the model reasons
     * @param hidden whether it keeps its reasoning to itself
     * @param sealed whether the Responses API is to hand out the encrypted form
     */
    record Thinking(boolean wanted, boolean hidden, boolean sealed) {
        static final Thinking NONE = new Thinking(false, false, false);
    }
}
