/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter;

// shown: begin
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.operation.OpenRouterRoutes;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

public class AskTheModel extends RouteBuilder {

    @Override
    public void configure() throws Exception {
        getContext().addRoutes(new OpenRouterRoutes());

        // @formatter:off
        from("direct:ask")
                .process(AskTheModel::toChatRequest)
                .marshal().json()
                .to("direct:openrouter-chat-completions")
                .filter(header("CamelHttpResponseCode").isEqualTo(200))
                .unmarshal().json(JsonNode.class)
                .setBody(AskTheModel::answerOf);
        // @formatter:on
    }

    private static void toChatRequest(Exchange exchange) {
        String question = exchange.getMessage().getBody(String.class);
        Map<String, Object> request =
                Map.of("model", "openai/gpt-4o-mini", "messages", List.of(Map.of("role", "user", "content", question)));
        exchange.getMessage().setBody(request);
    }

    private static String answerOf(Exchange exchange) {
        JsonNode response = exchange.getMessage().getBody(JsonNode.class);
        return response.at("/choices/0/message/content").asText();
    }
}
// shown: end
