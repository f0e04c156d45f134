/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import io.github.camelopenrouter.api.Operation;
import java.util.List;

/** Where a request says how much may be written to it. */
public final class OutputFields {

    /** How many answers are written to one prompt, and paid for. */
    public static final List<String> COUNTS = List.of("n", "best_of");

    private OutputFields() {}

    /** The first is the one that is written where none is; none for what writes nothing. */
    public static List<String> of(Operation operation) {
        return switch (operation) {
            case CHAT_COMPLETIONS -> List.of("max_tokens", "max_completion_tokens");
            case COMPLETIONS, MESSAGES -> List.of("max_tokens");
            case RESPONSES -> List.of("max_output_tokens");
            default -> List.of();
        };
    }
}
