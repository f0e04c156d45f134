/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.body.Requests;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy makes of one request, without a gateway. */
class AuthorizeCallTest {

    private static final String CHAT = "'model':'openai/gpt-4o'";
    private static final String POLICY = """
            teams:
              plain: { models: ["openai/*"] }
              capped: { caps: { output-tokens: 100, n: 2 } }
              priced: { provider: { max_price: { prompt: 1 } } }
              only: { provider: { only: [openai] } }
              text: { allow: { modalities: [text] } }
              tools: { allow: { tools: ["read_*"] } }
              online: { allow: { plugins: [web], tiers: [priority] } }
              addresses: { allow: { files: [url] } }
              ids: { allow: { files: [file_id] } }
              tagged: { require-tags: [project, cost] }
              filed: { allow: { files: [] } }
              search: { allow: { server-tools: ["openrouter:web_search"] } }
            """;

    private final Policy policy = PolicyYaml.read("policy.yaml", POLICY, label -> false);
    private final Grants grants = new Grants(() -> policy, Clock.systemUTC());
    private final AuthorizeCall call =
            new AuthorizeCall(exchange -> grants.of(Principal.of(exchange)), Requests.aliases(Map.of()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "max_tokens | 1e99999999999 | 100",
                "max_tokens | 1e-99999999999 | 100",
                "max_tokens | 1e999999999 | 100",
                "max_tokens | 0 | 100",
                "max_tokens | -1 | 100",
                "max_tokens | 10.5 | 100",
                "max_tokens | [5] | 100",
                "max_tokens | '5' | 100",
                "max_tokens | 1e1 | 1e1",
                "max_tokens | 99 | 99",
                "max_output_tokens | 100000 | 100",
                "max_completion_tokens | 100000 | 100",
                "n | 1e99999999999 | 2",
                "best_of | -1e99999999999 | 2"
            })
    void whatIsNoSmallNumberIsMoreThanAny(String field, String asked, String result) {
        assertThat(sent("capped", "{" + CHAT + ",'" + field + "':" + asked + "}"))
                .contains(json("'" + field + "':" + result));
    }

    @Test
    void aNumberOfManyDigitsIsMoreThanAny() {
        assertThat(sent("capped", "{" + CHAT + ",'max_tokens':" + "9".repeat(99_999) + "}"))
                .contains("\"max_tokens\":100");
    }

    @Test
    void whatAnotherApiReadsIsLoweredBesideWhatIsWrittenForThisOne() {
        Exchange exchange = exchange("capped", "{" + CHAT + ",'max_tokens':100000}", Operation.RESPONSES);
        assertThat(Requests.sent(exchange, call)).contains("\"max_tokens\":100", "\"max_output_tokens\":100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'x':1e999,'\\u0061':1} | {'only':['openai'],'x':1e999,'a':1}",
                "{'x':1e99999999999,'\\u0061':[1.50]} | {'only':['openai'],'x':1e99999999999,'a':[1.50]}"
            })
    void aProviderThatIsWrittenAnewKeepsItsNumbers(String provider, String result) {
        assertThat(sent("only", "{" + CHAT + ",'provider':" + provider + "}")).contains(json("'provider':" + result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "'-1'", "1e99999999999", "'x'", "null", "[0]"})
    void whatIsNoPriceDoesNotCount(String price) {
        assertThat(sent("priced", "{" + CHAT + ",'provider':{'max_price':{'prompt':" + price + "}}}"))
                .contains(json("'max_price':{'prompt':1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'provider':'x' | 'provider' must be an object.",
                "'provider':[{'only':['groq']}] | 'provider' must be an object.",
                "'provider':{'only':'openai'} | 'provider.only' must be an array of strings.",
                "'provider':{'ignore':{'a':'groq'}} | 'provider.ignore' must be an array of strings.",
                "'provider':{'order':[1,'openai']} | 'provider.order' must be an array of strings.",
                "'tools':{'0':{'type':'openrouter:web_search'}} | 'tools' must be an array.",
                "'tools':[null] | 'tools' must have objects only.",
                "'tools':['openrouter:web_search'] | 'tools' must have objects only.",
                "'tools':[{'type':['openrouter:web_search']}] | 'tools' must have types that are strings.",
                "'tools':[{'type':null,'name':'web_search'}] | 'tools' must have types that are strings.",
                "'plugins':'web' | 'plugins' must be an array.",
                "'plugins':{'id':'file-parser'} | 'plugins' must be an array.",
                "'provider':{'\\u0061':1,'a':2} | The request body holds 'a' more than once."
            })
    void whatHasAnotherShapeThanItsRuleKnowsIsRefused(String field, String message) {
        assertRefused(400, message, "plain", "{" + CHAT + "," + field + "}");
        assertRefused(400, message, "only", "{" + CHAT + "," + field + "}");
    }

    @Test
    void aPriceIsNotWorkedOutWhateverItsLength() {
        String price = "9".repeat(1_000_000);
        assertRefused(
                400,
                "'provider.max_price' has a price of too many digits.",
                "priced",
                "{" + CHAT + ",'provider':{'max_price':{'prompt':'" + price + "'}}}");
    }

    @Test
    void aNameThatIsLongIsRefusedAndShownShort() {
        assertRefused(
                403,
                "The model 'openai/" + "a".repeat(121)
                        + "…' in 'model' is not allowed for anybody: its name is longer than 256 letters.",
                "plain",
                "{'model':'openai/" + "a".repeat(1_000_000) + "'}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text | 'messages':[{'content':[{'type':'Image_URL','image_url':{'url':'x'}}]}]",
                "text | 'messages':[{'content':[{'image_url':{'url':'x'}}]}]",
                "text | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:image/png;base64,AA=='}}]}]",
                "text | 'messages':[{'content':[{'type':'file','file':{'file_data':'d\\u0061ta:image/png;base64,AA=='}}]}]",
                "plain | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:Audio/wav;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=='}}]}]",
                "text | 'messages':[{'content':[{'type':'document','source':{'type':'base64','media_type':'image/png'}}]}]",
                "text | 'documents':[{'image':'https://x/y.png'}]",
                "text | 'modalities':'image'",
                "text | 'modalities':['text','image']",
                "text | 'input':[{'type':'computer_call_output','output':{'type':'screenshot','image_url':'x'}}]",
                "text | 'prediction':{'type':'content','content':[{'type':'image_url','image_url':{'url':'x'}}]}",
                "text | 'prompt':[{'type':'image_url','image_url':'x'}]",
                "plain | 'messages':[{'a':{'b':{'c':{'d':[[{'video_url':'x'}]]}}}}]",
                "tools | 'tools':[{'type':'custom','custom':{'name':'delete_all'}}]",
                "tools | 'tools':[{'type':'custom','name':'read_a','custom':{'name':'delete_all'}}]",
                "plain | 'input':[{'type':'tool_search_output','tools':[{'type':'openrouter:web_search'}]}]",
                "filed | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AA=='}}]}]",
                "filed | 'messages':[{'content':[{'type':'file','file':{'filename':'a.pdf'}}]}]",
                "filed | 'messages':[{'content':[{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AA=='}}]}]",
                "filed | 'messages':[{'content':[{'type':'document','source':{'type':'text','data':'x'}}]}]",
                "filed | 'messages':[{'content':[{'type':'tool_result','content':[{'type':'document','source':{'type':'content','content':[]}}]}]}]",
                "filed | 'input':[{'content':[{'type':'input_file','file_data':'JVBERi0='}]}]",
                "filed | 'messages':[{'content':[{'type':'file','file':{'file_data':'https://x/y.pdf'}}]}]",
                "filed | 'messages':[{'content':[{'type':'file','file':{'file_data':' HTTPS://x/y.pdf'}}]}]",
                "filed | 'messages':[{'content':[{'type':'file','file':{'file_data':'\\u0068ttps://x/y.pdf'}}]}]",
                "filed | 'messages':[{'content':[{'type':'file','file':{'file_data':'gs://x/y.pdf'}}]}]",
                "filed | 'messages':[{'content':[{'type':'FILE','file':{'url':'https://x/y.pdf'}}]}]",
                "filed | 'messages':[{'content':[{'type':'document','source':{'type':'url','url':'https://x/y.pdf'}}]}]",
                "filed | 'input':[{'content':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "filed | 'input':[{'output':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "addresses | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AA=='}}]}]",
                "addresses | 'messages':[{'content':[{'type':'file','file':{'filename':'a.pdf'}}]}]",
                "addresses | 'messages':[{'content':[{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AA=='}}]}]",
                "addresses | 'messages':[{'content':[{'type':'document','source':{'type':'text','data':'x'}}]}]",
                "addresses | 'messages':[{'content':[{'type':'tool_result','content':[{'type':'document','source':{'type':'content','content':[]}}]}]}]",
                "addresses | 'input':[{'content':[{'type':'input_file','file_data':'JVBERi0='}]}]",
                "plain | 'messages':[{'content':[{'type':'file','file':{'file_data':'https://x/y.pdf'}}]}]",
                "plain | 'messages':[{'content':[{'type':'file','file':{'file_data':' HTTPS://x/y.pdf'}}]}]",
                "plain | 'messages':[{'content':[{'type':'file','file':{'file_data':'\\u0068ttps://x/y.pdf'}}]}]",
                "plain | 'messages':[{'content':[{'type':'file','file':{'file_data':'gs://x/y.pdf'}}]}]",
                "plain | 'messages':[{'content':[{'type':'FILE','file':{'url':'https://x/y.pdf'}}]}]",
                "plain | 'messages':[{'content':[{'type':'document','source':{'type':'url','url':'https://x/y.pdf'}}]}]",
                "plain | 'input':[{'content':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "plain | 'input':[{'output':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "ids | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AA=='}}]}]",
                "ids | 'messages':[{'content':[{'type':'file','file':{'filename':'a.pdf'}}]}]",
                "ids | 'messages':[{'content':[{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AA=='}}]}]",
                "ids | 'messages':[{'content':[{'type':'document','source':{'type':'text','data':'x'}}]}]",
                "ids | 'messages':[{'content':[{'type':'tool_result','content':[{'type':'document','source':{'type':'content','content':[]}}]}]}]",
                "ids | 'input':[{'content':[{'type':'input_file','file_data':'JVBERi0='}]}]",
                "ids | 'messages':[{'content':[{'type':'file','file':{'file_data':'https://x/y.pdf'}}]}]",
                "ids | 'messages':[{'content':[{'type':'file','file':{'file_data':' HTTPS://x/y.pdf'}}]}]",
                "ids | 'messages':[{'content':[{'type':'file','file':{'file_data':'\\u0068ttps://x/y.pdf'}}]}]",
                "ids | 'messages':[{'content':[{'type':'file','file':{'file_data':'gs://x/y.pdf'}}]}]",
                "ids | 'messages':[{'content':[{'type':'FILE','file':{'url':'https://x/y.pdf'}}]}]",
                "ids | 'messages':[{'content':[{'type':'document','source':{'type':'url','url':'https://x/y.pdf'}}]}]",
                "ids | 'input':[{'content':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "ids | 'input':[{'output':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "plain | 'provider':{'only':['openai/priority']}",
                "only | 'provider':{'only':['openai/priority']}",
                "plain | 'provider':{'order':['OpenAI/Priority']}",
                "plain | 'provider':{'order':['openai/x/batch']}"
            })
    void whatIsNotAllowedIsFoundByWhateverNameItHas(String team, String field) {
        OpenRouterException refusal = Requests.refusal(exchange(team, "{" + CHAT + "," + field + "}"), call);
        assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(403);
        assertThat(refusal.code()).isEqualTo("not_allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text | 'messages':[{'content':[{'type':'tool_use','name':'paint','input':{'image':'x','type':'image'}}]}]",
                "text | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AA=='}}]}]",
                "plain | 'messages':[{'content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AA=='}}]}]",
                "plain | 'messages':[{'content':[{'type':'file','file':{'filename':'a.pdf'}}]}]",
                "plain | 'messages':[{'content':[{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AA=='}}]}]",
                "plain | 'messages':[{'content':[{'type':'document','source':{'type':'text','data':'x'}}]}]",
                "plain | 'messages':[{'content':[{'type':'tool_result','content':[{'type':'document','source':{'type':'content','content':[]}}]}]}]",
                "plain | 'input':[{'content':[{'type':'input_file','file_data':'JVBERi0='}]}]",
                "addresses | 'messages':[{'content':[{'type':'file','file':{'file_data':'https://x/y.pdf'}}]}]",
                "addresses | 'messages':[{'content':[{'type':'file','file':{'file_data':' HTTPS://x/y.pdf'}}]}]",
                "addresses | 'messages':[{'content':[{'type':'file','file':{'file_data':'\\u0068ttps://x/y.pdf'}}]}]",
                "addresses | 'messages':[{'content':[{'type':'file','file':{'file_data':'gs://x/y.pdf'}}]}]",
                "addresses | 'messages':[{'content':[{'type':'FILE','file':{'url':'https://x/y.pdf'}}]}]",
                "addresses | 'messages':[{'content':[{'type':'document','source':{'type':'url','url':'https://x/y.pdf'}}]}]",
                "addresses | 'input':[{'content':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "addresses | 'input':[{'output':[{'type':'input_file','file_url':'https://x/y.pdf'}]}]",
                "filed | 'messages':[{'content':[{'type':'image','source':{'type':'url','url':'https://x/y.png'}}]}]",
                "filed | 'messages':[{'content':[{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}]",
                "filed | 'input':[{'type':'file_search_call','id':'a'}]",
                "text | 'modalities':'text'",
                "text | 'documents':[{'tools':'a hammer'}]",
                "tools | 'tools':[{'type':'custom','custom':{'name':'read_all'}}]",
                "tools | 'tools':[{'name':'read_all','input_schema':{'model':'x'}}]",
                "plain | 'input':[{'type':'mcp_list_tools','tools':[{'name':'f','input_schema':{}}]}]",
                "plain | 'provider':{'only':['openai/flex','deepinfra/turbo','priority'],'order':null}",
                "online | 'provider':{'only':['openai/priority']}",
                "plain | 'tools':null,'plugins':null,'functions':null,'provider':null"
            })
    void whatIsAllowedPasses(String team, String field) {
        String body = "{" + CHAT + "," + field + "}";
        assertThat(sent(team, body)).isEqualTo(json(body));
    }

    @Test
    void whoeverGoesOnlineNeedsTheToolThatItIs() {
        String online = "{'model':'openai/gpt-4o:online'}";
        assertThat(sent("online", online)).isEqualTo(json(online));
        assertThat(sent("search", online)).isEqualTo(json(online));
        assertThat(Requests.refusal(exchange("plain", online), call).code()).isEqualTo("model_not_allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain | 'service_tier':'priority' | The service tier 'priority' in 'service_tier' is not allowed for this client: nobody has said that it is.",
                "plain | 'service_tier':'auto' | The service tier 'auto' in 'service_tier' is not allowed for this client: nobody has said that it is.",
                "online | 'service_tier':'flex' | The service tier 'flex' in 'service_tier' is not allowed for team 'online'.",
                "text | 'modalities':['image'] | The modality 'image' in 'modalities' is not allowed for team 'text'.",
                "tools | 'tools':[{'name':'f'}] | The tool 'f' in 'tools' is not allowed for team 'tools'."
            })
    void aRefusalSaysWhoseItIs(String team, String field, String message) {
        assertRefused(403, message, team, "{" + CHAT + "," + field + "}");
    }

    @Test
    void allTagsThatAreLackingAreNamed() {
        assertRefused(
                400,
                "Calls of this client have to say 'cost', 'project' in the header x-openrouter-tags.",
                "tagged",
                "{" + CHAT + "}");
    }

    @Test
    void anAliasIsRefusedByTheNameThatTheClientKnows() {
        Exchange exchange = exchange("plain", "{'model':'x-ai/grok-4','models':['x-ai/grok-4']}");
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, "x-ai/grok-4");
        exchange.setProperty(OpenRouterConstants.REQUESTED_MODEL, "our-best");
        assertThat(Requests.refusal(exchange, call))
                .message()
                .contains("'our-best'")
                .doesNotContain("grok");
    }

    private void assertRefused(int status, String message, String team, String body) {
        OpenRouterException refusal = Requests.refusal(exchange(team, body), call);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.status()).isEqualTo(status);
    }

    private String sent(String team, String body) {
        return Requests.sent(exchange(team, body), call);
    }

    private static Exchange exchange(String team, String body) {
        return exchange(team, body, Operation.CHAT_COMPLETIONS);
    }

    private static Exchange exchange(String team, String body, Operation operation) {
        Exchange exchange = Requests.withBody(Requests.bytes(json(body)));
        new Principal(null, team, null, Set.of()).putOn(exchange);
        exchange.setProperty(OpenRouterConstants.OPERATION, operation);
        return exchange;
    }

    private static String json(String quoted) {
        return quoted.replace('\'', '"');
    }
}
