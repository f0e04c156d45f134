/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The operations that take a POST: where they are, how their requests are read and their answers written. */
enum Api {
    CHAT("/v1/chat/completions", new ChatReader(), ChatFormat::new),
    COMPLETIONS("/v1/completions", new CompletionsReader(), CompletionsFormat::new),
    RESPONSES("/v1/responses", new ResponsesReader(), ResponsesFormat::new),
    MESSAGES("/v1/messages", new MessagesReader(), MessagesFormat::new),
    EMBEDDINGS("/v1/embeddings", new EmbeddingsReader(), EmbeddingsFormat::new);

    private final String path;
    private final PromptReader reader;
    private final Function<Call, AnswerFormat> format;

    Api(String path, PromptReader reader, Function<Call, AnswerFormat> format) {
        this.path = path;
        this.reader = reader;
        this.format = format;
    }

    static Optional<Api> at(String path) {
        return Arrays.stream(values()).filter(api -> api.path.equals(path)).findFirst();
    }

    PromptReader reader() {
        return reader;
    }

    /** A new one per call: formats count events and hold ids. */
    AnswerFormat format(Call call) {
        return format.apply(call);
    }

    boolean streams() {
        return this != EMBEDDINGS;
    }

    /** The keep-alive comment seen at the start of this operation's streams. */
    String comment() {
        return this == RESPONSES ? ": \n\n" : ": OPENROUTER PROCESSING\n\n";
    }
}
