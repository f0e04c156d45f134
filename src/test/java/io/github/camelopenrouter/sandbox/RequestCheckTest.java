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
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCheckTest extends SandboxFixture {

    private static HttpResponse<String> postWith(String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + CHAT))
                .POST(HttpRequest.BodyPublishers.ofString(body(CHAT, "sandbox/fast", false)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void wantsAKeyAndRefusesTheBadOne() throws Exception {
        assertThat(postWith(null).body())
                .isEqualTo(quoted("{'error':{'message':'Missing Authentication header','code':401}}"));
        assertThat(postWith("Bearer sk-or-v1-bad").body())
                .isEqualTo(quoted("{'error':{'message':'User not found.','code':401}}"));
        assertThat(postWith("Bearer anything").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesUnknownModels() throws Exception {
        for (String model : new String[] {"acme/fake-1.0", "openai/gpt-4o:blue", "sandbox/unheard-of"}) {
            HttpResponse<String> response = post(CHAT, body(CHAT, model, true));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).at("/error/message").asText()).isEqualTo(model + " is not a valid model ID");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "/v1/chat/completions | no json",
                "/v1/chat/completions | []",
                "/v1/chat/completions | {\"messages\":[]}",
                "/v1/chat/completions | {\"messages\":[{}],\"reasoning\":{\"effort\":\"low\"},\"reasoning_effort\":\"high\"}",
                "/v1/completions      | {\"model\":\"openai/gpt-4o\"}",
                "/v1/responses        | {\"model\":\"openai/gpt-4o\"}",
                "/v1/responses        | {\"messages\":[{}]}",
                "/v1/responses        | {\"input\":\"x\",\"messages\":[{}]}",
                "/v1/responses        | {\"input\":\"x\",\"store\":true}",
                "/v1/responses        | {\"input\":\"x\",\"previous_response_id\":\"resp_1\"}",
                "/v1/messages         | {\"model\":\"openai/gpt-4o\"}",
                "/v1/embeddings       | {\"model\":\"openai/text-embedding-3-small\",\"input\":\"\"}",
                "/v1/embeddings       | {\"model\":\"openai/gpt-4o\",\"input\":\"x\"}",
                "/v1/chat/completions | {\"model\":\"openai/text-embedding-3-small\",\"messages\":[{}]}"
            })
    void refusesWhatOpenRouterRefuses(String path, String body) throws Exception {
        assertThat(post(path, body).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesEffortBesideABudget() throws Exception {
        String body = quoted("{'messages':[{}],'reasoning':{'effort':'high','max_tokens':2000}}");
        assertThat(json(post(CHAT, body)).at("/error/message").asText())
                .isEqualTo("Only one of \"reasoning.effort\" and \"reasoning.max_tokens\" can be specified");
    }

    @Test
    void takesReasoningBackOnlyUnchanged() throws Exception {
        String ask = quoted("{'model':'sandbox/fast','messages':[{'role':'user','content':'x'}],'reasoning':{}}");
        JsonNode message = json(post(CHAT, ask)).at("/choices/0/message");
        ObjectNode detail = (ObjectNode) message.at("/reasoning_details/0");
        detail.put("signature", ReasoningProof.signature(detail.path("text").asText()));
        assertThat(followUp(message).statusCode()).isEqualTo(200);
        detail.put("text", detail.path("text").asText() + " ");
        assertThat(followUp(message).statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> followUp(JsonNode message) throws Exception {
        ObjectNode body = Json.object().put("model", "sandbox/fast");
        body.putArray("messages").add(message);
        return post(CHAT, Json.write(body));
    }
}
