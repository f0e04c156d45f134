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
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest extends SandboxFixture {

    private static final String TOOLS = "'tools':[{'name':'weather','input_schema':{'type':'object',"
            + "'properties':{'city':{'type':'string'}},'required':['city']}}]";

    private static String hi(String more) {
        return quoted("{'model':'sandbox/fast','max_tokens':500,'messages':[{'role':'user','content':'Say hi'}]" + more
                + "}");
    }

    @Test
    void answersAMessage() throws Exception {
        JsonNode body = json(post(MESSAGES, hi("")));
        assertThat(body.path("type").asText()).isEqualTo("message");
        assertThat(body.at("/content/0/text").asText()).contains("\"Say hi\"");
        assertThat(body.path("stop_reason").asText()).isEqualTo("end_turn");
        assertThat(body.at("/usage/cost").isNumber()).isTrue();
    }

    @Test
    void streamsNamedEventsUpToMessageStop() throws Exception {
        String stream = post(MESSAGES, hi(",'stream':true")).body();
        List<JsonNode> events = events(stream);
        assertThat(stream).contains("event: message_start\ndata: {\"type\":\"message_start\"");
        assertThat(stream).doesNotContain("[DONE]");
        assertThat(last(events).path("type").asText()).isEqualTo("message_stop");
        assertThat(events.get(events.size() - 2).at("/delta/stop_reason").asText())
                .isEqualTo("end_turn");
    }

    @Test
    void thinksAloudWithASignature() throws Exception {
        JsonNode block = json(post(MESSAGES, hi(",'thinking':{'type':'enabled','budget_tokens':1024}")))
                .at("/content/0");
        assertThat(block.path("type").asText()).isEqualTo("thinking");
        assertThat(block.path("signature").asText())
                .isEqualTo(ReasoningProof.signature(block.path("thinking").asText()));
    }

    @Test
    void usesATool() throws Exception {
        JsonNode body = json(post(MESSAGES, hi("," + TOOLS)));
        assertThat(body.path("stop_reason").asText()).isEqualTo("tool_use");
        assertThat(body.at("/content/0/input").has("city")).isTrue();
        assertThat(post(MESSAGES, hi(",'stream':true," + TOOLS)).body()).contains("input_json_delta");
    }

    @Test
    void usesAToolsResult() throws Exception {
        String body = quoted("{'model':'sandbox/fast','messages':[{'role':'user','content':[{'type':'tool_result',"
                + "'tool_use_id':'x','content':'12 degrees'}]}]," + TOOLS + "}");
        assertThat(json(post(MESSAGES, body)).at("/content/0/text").asText()).contains("12 degrees");
    }
}
