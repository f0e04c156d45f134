/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

/** Why an answer ended, in the words of each API and vendor. */
enum Finish {
    STOP("stop", "end_turn", "STOP"),
    LENGTH("length", "max_tokens", "MAX_TOKENS"),
    TOOL_CALLS("tool_calls", "tool_use", "STOP");

    private final String openAi;
    private final String anthropic;
    private final String google;

    Finish(String openAi, String anthropic, String google) {
        this.openAi = openAi;
        this.anthropic = anthropic;
        this.google = google;
    }

    String openAi() {
        return openAi;
    }

    String anthropic() {
        return anthropic;
    }

    /** The vendor's own word, which OpenRouter hands out as {@code native_finish_reason}. */
    String nativeFor(String vendor) {
        return switch (vendor) {
            case "anthropic" -> anthropic;
            case "google" -> google;
            default -> openAi;
        };
    }
}
