/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The bodies that are measured: as clients and OpenRouter send them, and with something for every rule to do. */
final class Bodies {

    /** How many events a stream has. */
    static final int EVENTS = 200;

    private static final String SENTENCE =
            "The quick brown fox \\\"jumps\\\" over the lazy dog, \\u00e4gain and again. ";

    private Bodies() {}

    /** A chat request: a short one, a long conversation, or one with images. */
    static byte[] request(String size) {
        return switch (size) {
            case "1kB" -> request(1, 0);
            case "20kB" -> request(30, 0);
            case "1MB" -> request(2, 1_000_000);
            case "10MB" -> request(2, 10_000_000);
            default -> throw new IllegalArgumentException("No request is made for " + size);
        };
    }

    private static byte[] request(int messages, int imageBytes) {
        StringBuilder json = new StringBuilder(imageBytes + 32_000)
                .append("{\"model\":\"openrouter/openai/gpt-4o\",\"temperature\":0.70,\"store\":true,")
                .append("\"reasoning\":{\"effort\":\"low\"},\"prompt_cache_key\":\"k\",\"messages\":[");
        for (int i = 0; i < messages; i++) {
            json.append("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"")
                    .append(SENTENCE.repeat(8))
                    .append("\",\"cache_control\":{\"type\":\"ephemeral\"}}]},");
        }
        if (imageBytes > 0) {
            json.append("{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"")
                    .append("data:image/png;base64,")
                    .append("iVBORw0KGgoAAAAN".repeat(imageBytes / 16))
                    .append("\"}}]},");
        }
        return json.append("{\"role\":\"user\",\"content\":\"Go on.\"}],\"max_tokens\":100}")
                .toString()
                .getBytes(UTF_8);
    }

    /** A plain chat answer with about so many bytes. */
    static byte[] answer(int length) {
        return ("{\"id\":\"gen-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"openai/gpt-4o\",\"choices\":"
                        + "[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\""
                        + SENTENCE.repeat(length / SENTENCE.length())
                        + "\"}}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":12,\"total_tokens\":21}}")
                .getBytes(UTF_8);
    }

    /** The events of a whole chat stream, each with the blank line that ends it. */
    static byte[][] events(int count) {
        byte[][] events = new byte[count][];
        for (int i = 0; i < count; i++) {
            events[i] = event(i == count - 2 ? "\"stop\"" : "null");
        }
        events[count - 1] = "data: [DONE]\n\n".getBytes(UTF_8);
        return events;
    }

    private static byte[] event(String finishReason) {
        return ("data: {\"id\":\"gen-1\",\"provider\":\"OpenAI\",\"model\":\"openai/gpt-4o\","
                        + "\"object\":\"chat.completion.chunk\",\"created\":1,\"choices\":[{\"index\":0,\"delta\":"
                        + "{\"role\":\"assistant\",\"content\":\" token\"},\"finish_reason\":" + finishReason
                        + ",\"native_finish_reason\":null,\"logprobs\":null}]}\n\n")
                .getBytes(UTF_8);
    }
}
