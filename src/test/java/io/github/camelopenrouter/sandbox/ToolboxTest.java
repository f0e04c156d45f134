/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A coding agent offers its whole toolbox with every request, whether one is wanted or not. */
class ToolboxTest extends SandboxFixture {

    private static final List<String> BOX = List.of("Agent", "Bash", "Read", "Write", "web_search");

    /** A request that offers so many tools, and what is asked for in the last part of the user's message. */
    private static ObjectNode chat(int tools, String choice, String text) {
        ObjectNode body = Json.object().put("model", "sandbox/fast");
        var content = body.putArray("messages").addObject().put("role", "user").putArray("content");
        content.addObject().put("type", "text").put("text", "<reminder>Never use the tool Write.</reminder>");
        content.addObject().put("type", "text").put("text", text);
        for (String name : BOX.subList(0, tools)) {
            ObjectNode function =
                    body.withArray("tools").addObject().put("type", "function").putObject("function");
            function.put("name", name).putObject("parameters").put("type", "object");
        }
        return choice.isEmpty() ? body : body.put("tool_choice", choice);
    }

    private static JsonNode answer(ObjectNode body) throws Exception {
        return json(post(CHAT, Json.write(body))).at("/choices/0/message");
    }

    private static JsonNode call(ObjectNode body) throws Exception {
        return answer(body).at("/tool_calls/0/function");
    }

    @Test
    void aWholeBoxOfToolsIsNotCalledUnasked() throws Exception {
        JsonNode answer = answer(chat(5, "", "Hi, camel!"));
        assertThat(answer.path("content").asText()).contains("You said: \"Hi, camel!\"");
        assertThat(answer.has("tool_calls")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4,''", "1,auto", "5,required"})
    void aFewToolsAreAndSoIsOneThatMustBe(int tools, String choice) throws Exception {
        assertThat(call(chat(tools, choice, "Hi, camel!")).path("name").asText())
                .isEqualTo("Agent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Use the tool Bash.", "use the tool `Bash`", "Call The Tool Bash with {no json"})
    void theOneThatTheUserNamesIsCalled(String text) throws Exception {
        JsonNode call = call(chat(5, "", text));
        assertThat(call.path("name").asText()).isEqualTo("Bash");
        assertThat(call.path("arguments").asText()).isEqualTo("{}");
    }

    @Test
    void itIsCalledWithTheArgumentsThatTheUserGives() throws Exception {
        JsonNode call =
                call(chat(5, "", "Use the tool Bash with {\"command\":\"echo {}\",\"timeout\":15}, then stop."));
        assertThat(call.path("arguments").asText()).isEqualTo("{\"command\":\"echo {}\",\"timeout\":15}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Use the tool Hammer.", "Bash", "the tool"})
    void whatIsNotInTheBoxIsNotCalled(String text) throws Exception {
        assertThat(answer(chat(5, "", text)).has("tool_calls")).isFalse();
    }

    @Test
    void noneIsCalledWhereNoneMayBe() throws Exception {
        assertThat(answer(chat(5, "none", "Use the tool Bash.")).has("tool_calls"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/v1/messages  | \"messages\":[{\"role\":\"user\",\"content\":\"Use the tool Read\"}] | \"input_schema\":{}",
                "/v1/responses | \"input\":\"Use the tool Read\" | \"type\":\"function\",\"parameters\":{}"
            })
    void theOtherApisHaveTheSameBox(String path, String input, String schema) throws Exception {
        StringBuilder tools = new StringBuilder();
        BOX.forEach(name -> tools.append(",{\"name\":\"%s\",%s}".formatted(name, schema)));
        String body = "{\"model\":\"sandbox/fast\",%s,\"tools\":[%s]}".formatted(input, tools.substring(1));
        assertThat(post(path, body).body()).contains("\"name\":\"Read\"");
    }
}
