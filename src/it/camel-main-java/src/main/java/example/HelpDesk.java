/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package example;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** POST /ask: a question as text comes in, the events of the answer go out as OpenRouter sends them. */
public final class HelpDesk extends RouteBuilder {

    private static final String ROLE = "You answer the questions of our customers, in one sentence.";

    // @formatter:off
    @Override
    public void configure() {
        from("platform-http:/ask?httpMethodRestrict=POST&platformHttpEngine=#openrouter-engine").routeId("ask")
                .streamCache("false") // so that a stream stays one; your other routes keep their stream caching
                .process(HelpDesk::toChatRequest).id("ask-request")
                .marshal().json().id("ask-json")
                .to("direct:openrouter-chat-completions").id("ask-model");
    }
    // @formatter:on

    private static void toChatRequest(Exchange exchange) {
        Message message = exchange.getMessage();
        List<Map<String, String>> messages = List.of(
                Map.of("role", "system", "content", ROLE),
                Map.of("role", "user", "content", message.getBody(String.class)));
        message.setBody(Map.of("model", "openai/gpt-4o-mini", "stream", true, "messages", messages));
    }
}
