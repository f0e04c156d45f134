/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import java.util.Arrays;
import java.util.stream.Stream;

/** The HTTP doors that call upstream, each with the smallest request that it takes. */
public enum Door {
    CHAT("/v1/chat/completions", "openai/gpt-4o", "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"),
    COMPLETIONS("/v1/completions", "openai/gpt-4o", "\"prompt\":\"Hi\""),
    RESPONSES("/v1/responses", "openai/gpt-4o", "\"input\":\"Hi\""),
    MESSAGES(
            "/anthropic/v1/messages",
            "anthropic/claude-sonnet-4",
            "\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]"),
    EMBEDDINGS("/v1/embeddings", "openai/text-embedding-3-small", "\"input\":\"Hi\"");

    private final String path;
    private final String model;
    private final String content;

    Door(String path, String model, String content) {
        this.path = path;
        this.model = model;
        this.content = content;
    }

    public String path() {
        return path;
    }

    public String plain() {
        return "{\"model\":\"" + model + "\"," + content + "}";
    }

    public String streaming() {
        return "{\"model\":\"" + model + "\",\"stream\":true," + content + "}";
    }

    /** The doors that stream. */
    public static Stream<Door> streams() {
        return Arrays.stream(values()).filter(door -> door != EMBEDDINGS);
    }
}
