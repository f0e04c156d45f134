/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.Requests;
import java.util.Map;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;

/** The provider guide's own requests, through the rules in the order of the routes. */
class GuideExamplesTest {

    private final ModelName modelName = new ModelName(Requests.aliases(Map.of()), (vendor, name) -> name);

    @Test
    void chatCompletions() {
        String body = """
                {
                    "model": "openrouter/openai/gpt-4o",
                    "messages": [{"role": "user", "content": "Hello"}]
                  }""";

        assertThat(Requests.sent(body, chat()))
                .isEqualTo("{\"model\":\"openai/gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    @Test
    void responses() {
        String body = """
                {
                    "model": "openrouter/anthropic/claude-3.5-sonnet",
                    "messages": [{"role": "user", "content": "Hello"}]
                  }""";

        assertThat(Requests.sent(
                        body,
                        new MessagesToInput(),
                        new RequestValidation(Operation.RESPONSES),
                        modelName,
                        new ResponsesReasoning(),
                        new StoreRemoval()))
                .isEqualTo("{\"model\":\"anthropic/claude-3.5-sonnet\","
                        + "\"input\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    @Test
    void textCompletions() {
        String body = """
                {
                    "model": "openrouter/meta-llama/llama-3.1-70b-instruct",
                    "prompt": "Hello, my name is",
                    "max_tokens": 50
                  }""";

        assertThat(Requests.sent(
                        body,
                        new RequestValidation(Operation.COMPLETIONS),
                        modelName,
                        new ReasoningConversion(false),
                        new CacheControlRemoval(),
                        new ParameterFilter(ParameterFilter.GUIDE)))
                .isEqualTo("{\"model\":\"meta-llama/llama-3.1-70b-instruct\","
                        + "\"prompt\":\"Hello, my name is\",\"max_tokens\":50}");
    }

    @Test
    void embeddings() {
        String body = """
                {
                    "model": "openrouter/openai/text-embedding-3-small",
                    "input": "Hello world"
                  }""";

        assertThat(Requests.sent(body, new RequestValidation(Operation.EMBEDDINGS), modelName))
                .isEqualTo("{\"model\":\"openai/text-embedding-3-small\",\"input\":\"Hello world\"}");
    }

    @Test
    void anthropicMessages() {
        String body = "{\"max_tokens\":1024,\"messages\":[{\"role\":\"user\",\"content\":\"Hello, Claude\"}],"
                + "\"model\":\"claude-3-5-sonnet-20241022\"}";

        assertThat(Requests.sent(body, new RequestValidation(Operation.MESSAGES), modelName))
                .isEqualTo(body);
    }

    @Test
    void reasoning() {
        String body = """
                {
                  "reasoning": {
                    "effort": "high",
                    "max_tokens": 10000
                  }
                }""";

        assertThat(Requests.sent(body, new ReasoningConversion(false))).isEqualTo("{\"reasoning_effort\":\"high\"}");
    }

    @Test
    void cacheControlStripping() {
        String body = """
                {
                  "messages": [{
                    "role": "user",
                    "content": [{
                      "type": "text",
                      "text": "...",
                      "cache_control": {"type": "ephemeral"}
                    }]
                  }]
                }""";

        assertThat(Requests.sent(body, new CacheControlRemoval()))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"...\"}]}]}");
    }

    @Test
    void filteredParameters() {
        String body = "{\"model\":\"a/b\",\"messages\":[{}],\"prompt_cache_key\":\"k\",\"verbosity\":\"low\","
                + "\"store\":true,\"service_tier\":\"flex\"}";

        assertThat(Requests.sent(body, chat())).isEqualTo("{\"model\":\"a/b\",\"messages\":[{}]}");
    }

    private Processor[] chat() {
        return new Processor[] {
            new RequestValidation(Operation.CHAT_COMPLETIONS),
            modelName,
            new ReasoningConversion(false),
            new CacheControlRemoval(),
            new ParameterFilter(ParameterFilter.GUIDE)
        };
    }
}
