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
import org.apache.camel.spi.PropertiesFunction;

/**
 * The property function {@code openrouter-door}, with which the gateway source finds what follows from its operation:
 * {@code {{openrouter-door:path,embeddings,}}} is {@code /v1/embeddings}, {@code {{openrouter-door:methods,models}}} is
 * {@code GET,HEAD}. Paths after the operation win over the usual one.
 */
@org.apache.camel.spi.annotations.PropertiesFunction("openrouter-door")
public final class DoorFunction implements PropertiesFunction {

    static final String NAME = "openrouter-door";

    private static final String MODELS = "/models/";

    @Override
    public String getName() {
        return NAME;
    }

    /** @throws IllegalArgumentException if there is no such operation, or a path is none of its */
    @Override
    public String apply(String remainder) {
        String[] words = remainder.split(",", 3);
        SourceDoor door = SourceDoor.of(words.length < 2 ? "" : words[1]);
        return switch (words[0]) {
            case "methods" -> door.methods();
            case "prefix" -> String.valueOf(door.isPrefix());
            case "engine" -> door == SourceDoor.HEALTH ? "#openrouter-hosts-engine" : "#openrouter-engine";
            default -> paths(door, words.length < 3 ? "" : words[2].strip());
        };
    }

    /** @throws IllegalArgumentException if none has this name */
    static Operation operation(String id) {
        return Arrays.stream(Operation.values())
                .filter(DoorFunction::isTyped)
                .filter(operation -> operation.id().equals(id.strip()) || DummyValue.isIn(id)) // any serves for a look
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The Kamelet property operation is \"" + id + "\", but must be one of " + ids() + "."));
    }

    private static String paths(SourceDoor door, String own) {
        if (own.isEmpty() || DummyValue.isIn(own)) {
            return door.path();
        }
        String[] paths = own.split(",", -1);
        if (SourceDoor.isId(paths[0])) { // of an operation that names several, all but the first stand here
            throw SourceDoor.refusal(door.id() + "," + paths[0].strip());
        }
        if (paths.length > 1 && own.contains("{")) {
            throw refusal(own, "have no {…} where it names several: give each of them a Kamelet of its own");
        }
        return Arrays.stream(paths).map(path -> checked(door, path.strip())).collect(Collectors.joining(","));
    }

    private static String checked(SourceDoor door, String path) {
        if (!path.startsWith("/")) {
            throw refusal(path, "begin with a slash");
        }
        if (door.isPrefix() && (!path.endsWith(MODELS) || path.indexOf(MODELS) < path.lastIndexOf(MODELS))) {
            throw refusal(path, "end with /models/, where the model's id follows, and hold it nowhere else");
        }
        return path;
    }

    private static IllegalArgumentException refusal(String path, String rule) {
        return new IllegalArgumentException("The Kamelet property path is \"" + path + "\", but must " + rule + ".");
    }

    /** A Kamelet's request is JSON of a known shape. */
    private static boolean isTyped(Operation operation) {
        return operation != Operation.PASS_THROUGH;
    }

    private static String ids() {
        return Arrays.stream(Operation.values())
                .filter(DoorFunction::isTyped)
                .map(Operation::id)
                .collect(Collectors.joining(", "));
    }
}
