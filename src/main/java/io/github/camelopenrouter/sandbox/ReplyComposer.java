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

/** Decides what the model says: a tool call where tools are offered, JSON where a schema asks for it, else a text. */
final class ReplyComposer {

    private static final String REASONING =
            "The user wants an answer from the sandbox. A short and honest one is best.";
    private static final int QUOTED = 120;

    private final PromptCache cache;

    ReplyComposer(PromptCache cache) {
        this.cache = cache;
    }

    Reply compose(Call call) {
        Prompt prompt = call.api().reader().read(call.body());
        if (prompt.tools().isEmpty()) {
            String text = prompt.schema() == null ? chat(call, prompt) : json(prompt.schema());
            return reply(call, prompt, Tokens.words(text), List.of(), 0);
        }
        Prompt.Tool tool = prompt.tools().get(0);
        String arguments = tool.call();
        var toolCall = new Reply.ToolCall(Ids.toolCall(call.model()), tool.name(), arguments);
        return reply(call, prompt, List.of(), List.of(toolCall), Tokens.of(arguments));
    }

    /** A given text, whole: no limit cuts it, no reasoning goes before it. */
    Reply verbatim(Call call, String text) {
        return reply(call, Prompt.BARE, Tokens.words(text), List.of(), 0);
    }

    /** Given words, up to the limit of the request. */
    Reply words(Call call, List<String> words) {
        return reply(call, call.api().reader().read(call.body()), words, List.of(), 0);
    }

    private Reply reply(Call call, Prompt prompt, List<String> words, List<Reply.ToolCall> toolCalls, int toolTokens) {
        int limit = prompt.maxTokens() == null ? Integer.MAX_VALUE : prompt.maxTokens();
        List<String> thoughts = first(prompt.thinking().wanted() ? Tokens.words(REASONING) : List.of(), limit);
        List<String> said = first(words, limit - thoughts.size());
        Usage usage = usage(call, thoughts.size(), said.size() + toolTokens);
        boolean aloud = !prompt.thinking().hidden();
        boolean cut = said.size() < words.size();
        return new Reply(aloud ? thoughts : List.of(), prompt.thinking().sealed(), said, toolCalls, cut, usage);
    }

    private Usage usage(Call call, int reasoning, int said) {
        List<PromptBlock> blocks = PromptBlock.of(call.body());
        int prompt = blocks.stream().mapToInt(PromptBlock::tokens).sum();
        PromptCache.Use use = cache.use(call.model(), blocks);
        int completion = call.api() == Api.EMBEDDINGS ? 0 : reasoning + said;
        return new Usage(
                prompt,
                completion,
                reasoning,
                use.cached(),
                use.written(),
                Requests.images(call.body()),
                call.model().prices().at(prompt),
                call.model().byok());
    }

    private static String chat(Call call, Prompt prompt) {
        if (prompt.toolResult() != null) {
            return "The tool answered: " + quoted(prompt.toolResult()) + ". That is all the sandbox wanted to know.";
        }
        return "Hello! This is the sandbox, standing in for " + call.model().id() + ". You said: "
                + quoted(prompt.userText()) + ". Nothing left your machine and nothing was charged."
                + " Next, try a model that misbehaves: GET /sandbox lists them all.";
    }

    private static String json(JsonNode schema) {
        return Json.write(SchemaSample.of(schema));
    }

    private static String quoted(String text) {
        int end = text.length() <= QUOTED ? text.length() : text.offsetByCodePoints(0, QUOTED / 2);
        return "\"" + text.substring(0, end) + (end < text.length() ? "…" : "") + "\"";
    }

    private static List<String> first(List<String> words, int count) {
        return words.subList(0, Math.max(0, Math.min(count, words.size())));
    }
}
