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

import io.github.camelopenrouter.body.Requests;
import io.github.camelopenrouter.error.OpenRouterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows {@code messages} on the Responses API. */
class ChatParametersTest {

    private final MessagesToInput rule = new MessagesToInput();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'max_tokens':1e2                                | 'max_output_tokens':1e2
            'max_completion_tokens':100                     | 'max_output_tokens':100
            'max_completion_tokens':100,'max_tokens':100    | 'max_output_tokens':100
            'max_tokens':100,'max_completion_tokens':100    | 'max_output_tokens':100
            'max_tokens':100,'max_output_tokens':null       | 'max_output_tokens':100
            'reasoning_effort':'h\\u0069gh'                 | 'reasoning':{'effort':'h\\u0069gh'}
            'reasoning':{'summary':'auto'},'reasoning_effort':'low' | 'reasoning':{'summary':'auto','effort':'low'}
            'reasoning_effort':'low','reasoning':{'effort':null}    | 'reasoning':{'effort':'low'}
            'reasoning':null,'reasoning_effort':'low'       | 'reasoning':{'effort':'low'}
            'verbosity':'low'                               | 'text':{'verbosity':'low'}
            'response_format':{'type':'json_object'}        | 'text':{'format':{'type':'json_object'}}
            'response_format':{'type':'json_schema','json_schema':{'name':'n','schema':{'a':1.0},'strict':true}} | 'text':{'format':{'type':'json_schema','name':'n','schema':{'a':1.0},'strict':true}}
            'response_format':{'json_schema':{'name':'n'},'type':'json_schema'} | 'text':{'format':{'name':'n','type':'json_schema'}}
            'verbosity':'low','x':1,'response_format':{'type':'text'} | 'x':1,'text':{'format':{'type':'text'},'verbosity':'low'}
            'text':{'verbosity':'low'},'response_format':{'type':'text'} | 'text':{'verbosity':'low','format':{'type':'text'}}
            'tool_choice':'required'                        | 'tool_choice':'required'
            'tool_choice':{'type':'function','function':{'name':'f'}} | 'tool_choice':{'type':'function','name':'f'}
            'tool_choice':{'type':'function','name':'f'}    | 'tool_choice':{'type':'function','name':'f'}
            'tool_choice':{'type':'custom','custom':{'name':'f'}} | 'tool_choice':{'type':'custom','name':'f'}
            'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'f'}}]}} | 'tool_choice':{'type':'allowed_tools','mode':'auto','tools':[{'type':'function','name':'f'}]}
            """)
    void isSpeltAsOnResponses(String chat, String sent) {
        assertThat(converted(json(chat))).isEqualTo(json(sent));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'function','function':{'name':'f','description':'\\u00e9','parameters':{'type':'object','properties':{'function':{'type':'string'}}},'strict':true}} | {'type':'function','name':'f','description':'\\u00e9','parameters':{'type':'object','properties':{'function':{'type':'string'}}},'strict':true}
            {'function':{'name':'f'},'type':'function','cache_control':{'type':'ephemeral'}} | {'name':'f','type':'function','cache_control':{'type':'ephemeral'}}
            {'function':{'name':'f','type':'function'}} | {'name':'f','type':'function'}
            {'type':'function','name':'f','parameters':{}} | {'type':'function','name':'f','parameters':{}}
            {'type':'custom','custom':{'name':'c','format':{'type':'grammar','grammar':{'syntax':'lark','definition':'d'}}}} | {'type':'custom','name':'c','format':{'type':'grammar','syntax':'lark','definition':'d'}}
            {'type':'openrouter:web_search','parameters':{'max_results':3}} | {'type':'openrouter:web_search','parameters':{'max_results':3}}
            {'type':'function','function':{'name':'f','name':'g'}} | {'type':'function','function':{'name':'f','name':'g'}}
            'loose' | 'loose'
            """)
    void toolsAreFlat(String tool, String sent) {
        assertThat(converted(json("'tools':[{'type':'function','name':'own'}," + tool + "]")))
                .isEqualTo(json("'tools':[{'type':'function','name':'own'}," + sent + "]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'max_tokens':1,'max_output_tokens':1                    | max_tokens            | and 'max_output_tokens' must not both be given.
            'max_completion_tokens':1,'max_output_tokens':2         | max_completion_tokens | and 'max_output_tokens' must not both be given.
            'max_completion_tokens':1,'max_tokens':2                | max_tokens            | and 'max_completion_tokens' must not both be given.
            'reasoning_effort':'low','reasoning':{'effort':'low'}   | reasoning_effort      | and 'reasoning.effort' must not both be given.
            'response_format':{'type':'text'},'text':{'format':{}}  | response_format       | and 'text.format' must not both be given.
            'verbosity':'low','text':{'verbosity':'high'}           | verbosity             | and 'text.verbosity' must not both be given.
            'verbosity':'low','text':'high'                         | text                  | must be an object with each key once, where 'verbosity' is given.
            'verbosity':'low','text':{'a':1,'a':2}                  | text                  | must be an object with each key once, where 'verbosity' is given.
            'tools':[{'type':'function','name':'g','function':{'name':'f'}}] | tools        | must have 'name' either in 'function' or beside it.
            'tool_choice':{'name':'g','function':{'name':'f'}}      | tool_choice           | must have 'name' either in 'function' or beside it.
            'response_format':{'name':'g','json_schema':{'name':'f'}} | response_format     | must have 'name' either in 'json_schema' or beside it.
            """)
    void refusesBothSpellings(String given, String param, String rest) {
        OpenRouterException refusal = refusal(json(given));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.getMessage()).isEqualTo("'" + param + "' " + rest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            stop          | 'END'
            stop          | ['END']
            stop          | [1]
            n             | 2
            n             | 0
            n             | 1e99999999999
            n             | [1]
            logit_bias    | {'50256':-100}
            logit_bias    | {'5':1,'5':2}
            functions     | [{'name':'f'}]
            function_call | 'auto'
            audio         | {'voice':'alloy'}
            """)
    void refusesWhatWouldBeLost(String param, String value) {
        OpenRouterException refusal = refusal(json("'" + param + "':" + value));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal.getMessage()).contains("has no counterpart", "/v1/chat/completions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'stop':null",
                "'stop':[]",
                "'n':1",
                "'logit_bias':{}",
                "'seed':1",
                "'logprobs':true,'top_logprobs':2",
                "'temperature':1.50,'top_p':0.9,'presence_penalty':0,'frequency_penalty':1",
                "'min_p':0.1,'top_k':5,'repetition_penalty':1.1",
                "'stream_options':{'include_usage':true}",
                "'parallel_tool_calls':false,'user':'u','metadata':{'a':'b'}",
                "'prompt_cache_key':'k','service_tier':'flex','store':false",
                "'provider':{'order':['a']},'plugins':[],'models':['a/b']",
                "'max_tokens':null,'reasoning_effort':null,'response_format':null,'verbosity':null,'tools':null,'tool_choice':null",
                "'max_output_tokens':5,'text':{'format':{'type':'text'}},'reasoning':{'effort':'low'}",
                "'unknown':{'function':{'name':'f'}}"
            })
    void everythingElsePasses(String parameters) {
        assertThat(converted(json(parameters))).isEqualTo(json(parameters));
    }

    @Test
    void aRequestWithInputIsLeftAlone() {
        String body =
                json("{'input':'Hi','tools':[{'type':'function','function':{'name':'f'}}],'max_tokens':5,'stop':'x',"
                        + "'response_format':{'type':'text'},'reasoning_effort':'low','verbosity':'low','n':2}");

        assertThat(Requests.sent(body, rule)).isEqualTo(body);
    }

    private String converted(String parameters) {
        String sent = Requests.sent("{\"messages\":[{}]," + parameters + ",\"z\":1.0}", rule);
        String begin = "{\"input\":[{}],";
        String end = ",\"z\":1.0}";
        assertThat(sent).startsWith(begin).endsWith(end);
        return sent.substring(begin.length(), sent.length() - end.length());
    }

    private OpenRouterException refusal(String parameters) {
        return Requests.refusal("{\"messages\":[{}]," + parameters + "}", rule);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
