/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.config.DummyValue;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the door of a gateway source can be for: an operation, one model of the list, or whether the gateway serves. */
enum SourceDoor {
    CHAT_COMPLETIONS(Operation.CHAT_COMPLETIONS),
    RESPONSES(Operation.RESPONSES),
    COMPLETIONS(Operation.COMPLETIONS),
    EMBEDDINGS(Operation.EMBEDDINGS),
    MESSAGES(Operation.MESSAGES),
    COUNT_TOKENS(Operation.COUNT_TOKENS),
    MODELS(Operation.MODELS),
    /** All that stands behind the path is the model's id, slashes among it. */
    MODEL("model", Operation.MODELS, Operation.MODELS.doorPath() + "/"),
    ANTHROPIC_MODELS(Operation.ANTHROPIC_MODELS),
    /** The same in Anthropic's shape. */
    ANTHROPIC_MODEL("anthropic-model", Operation.ANTHROPIC_MODELS, Operation.ANTHROPIC_MODELS.doorPath() + "/"),
    /** Needs no key, no OpenRouter and no room among the requests that run. */
    HEALTH("health", null, "/health");

    private final String id;
    private final @Nullable Operation operation;
    private final String path;

    SourceDoor(Operation operation) {
        this(operation.id(), operation, operation.doorPath());
    }

    SourceDoor(String id, @Nullable Operation operation, String path) {
        this.id = id;
        this.operation = operation;
        this.path = path;
    }

    /** @throws IllegalArgumentException if none has this name */
    static SourceDoor of(String id) {
        return Arrays.stream(values())
                .filter(door -> door.id.equals(id.strip()) || DummyValue.isIn(id)) // any serves for a look
                .findFirst()
                .orElseThrow(() -> refusal(id));
    }

    static boolean isId(String text) {
        return Arrays.stream(values()).anyMatch(door -> door.id.equals(text.strip()));
    }

    static IllegalArgumentException refusal(String operation) {
        return new IllegalArgumentException(
                "The Kamelet property operation is \"" + operation + "\", but must be one of " + ids() + ".");
    }

    String id() {
        return id;
    }

    /** Null for {@link #HEALTH}. */
    @Nullable
    Operation operation() {
        return operation;
    }

    /** Where it is, unless its route wants it elsewhere. */
    String path() {
        return path;
    }

    String methods() {
        return operation == null || operation.method().equals("GET") ? "GET,HEAD" : operation.method();
    }

    /** Whether it serves everything that begins with its path: a model's id follows. */
    boolean isPrefix() {
        return this == MODEL || this == ANTHROPIC_MODEL;
    }

    private static String ids() {
        return Arrays.stream(values()).map(door -> door.id).collect(Collectors.joining(", "));
    }
}
