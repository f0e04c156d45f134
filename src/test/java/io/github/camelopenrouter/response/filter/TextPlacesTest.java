/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.testing.RecordedStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where filters see which text, in the events and the bodies of each API. */
class TextPlacesTest {

    private static String[] inEvent(Operation operation, String json) {
        return seen(AnswerEvent.ofStream(operation, RecordedStreams.data(json).getBytes(UTF_8)));
    }

    private static String[] inBody(Operation operation, String json) {
        return seen(AnswerEvent.ofBody(operation, json.replace('\'', '"').getBytes(UTF_8)));
    }

    private static String[] seen(AnswerEvent event) {
        TestFilter filter = TestFilter.passes();
        filter.judge(event);
        return filter.seen.stream().map(String::stripTrailing).toArray(String[]::new);
    }

    @Test
    void ofAChatChunk() {
        assertThat(inEvent(
                        Operation.CHAT_COMPLETIONS,
                        "{'id':'x','model':'m','provider':'P','choices':[{'delta':{'role':'assistant','content':'a',"
                                + "'refusal':'b','reasoning':'c','reasoning_content':'d','audio':{'id':'i','transcript':'e',"
                                + "'data':'AAAA'},'tool_calls':[{'index':2,'id':'call','type':'function','function':"
                                + "{'name':'f','arguments':'{'}},{'index':3,'custom':{'name':'g','input':'h'}}],"
                                + "'new_field':{'deep':['i','']}},'index':5,'finish_reason':null}],'citations':['j']}"))
                .containsExactly(
                        "TEXT 5/0/0 a",
                        "REFUSAL 5/0/0 b",
                        "REASONING 5/0/0 c",
                        "REASONING 5/0/1 d",
                        "TEXT 5/1/0 e",
                        "UNREADABLE all 5/1/0",
                        "TOOL_NAME 5/2/0 f",
                        "TOOL_ARGUMENTS 5/2/0 {",
                        "TOOL_NAME 5/3/0 g",
                        "TOOL_ARGUMENTS 5/3/0 h",
                        "OTHER 5/0/0 i",
                        "OTHER all 0/0/1 j");
    }

    @Test
    void ofTheReasoningOfAChat() {
        assertThat(inEvent(
                        Operation.CHAT_COMPLETIONS,
                        "{'choices':[{'delta':{'reasoning_details':[{'type':'reasoning.text','index':1,'text':'a',"
                                + "'signature':'s'},{'type':'reasoning.summary','index':2,'summary':'b'},"
                                + "{'type':'reasoning.encrypted','index':3,'data':'AA'}]}}]}"))
                .containsExactly("SIGNED_REASONING 0/1/0 a", "SIGNED_REASONING 0/2/-1 b", "UNREADABLE all 0/3/0");
    }

    @Test
    void ofAChat() {
        assertThat(inBody(
                        Operation.CHAT_COMPLETIONS,
                        "{'choices':[{'message':{'content':'a','annotations':[{'type':'url_citation','url_citation':"
                                + "{'url':'b','start_index':1}}],'images':[{'image_url':{'url':'data:'}}]}},"
                                + "{'index':1,'message':{'content':[{'type':'text','text':'c'}]}}]}"))
                .containsExactly("TEXT all 0/0/0 a", "UNREADABLE all 0/0/0", "OTHER all 0/0/0 b", "TEXT all 1/0/0 c");
    }

    @Test
    void ofKeysThatStandTwiceOrAreEscaped() {
        assertThat(inEvent(
                        Operation.CHAT_COMPLETIONS,
                        "{'choices':[{'delta':{'content':'a','content':'b','\\u0063ontent':'c'}}]}"))
                .containsExactly("TEXT 0/0/0 a", "TEXT 0/0/0 b", "TEXT 0/0/0 c");
    }

    @Test
    void ofACompletion() {
        String json = "{'choices':[{'index':1,'text':'a','reasoning':'b'}]}";
        assertThat(inEvent(Operation.COMPLETIONS, json)).containsExactly("TEXT 1/0/0 a", "REASONING 1/0/0 b");
        assertThat(inBody(Operation.COMPLETIONS, json)).containsExactly("TEXT all 1/0/0 a", "REASONING all 1/0/0 b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'t','name':'f','input':{}}}|TOOL_NAME all 0/1/0 f",
                "{'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking','data':'AA'}}|UNREADABLE all 0/1/0",
                "{'type':'content_block_delta','index':1,'delta':{'type':'text_delta','text':'a'}}|TEXT 0/1/0 a",
                "{'type':'content_block_delta','index':1,'delta':{'type':'thinking_delta','thinking':'a'}}|SIGNED_REASONING 0/1/0 a",
                "{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':'a'}}|TOOL_ARGUMENTS 0/1/0 a",
                "{'type':'content_block_delta','index':1,'delta':{'type':'citations_delta','citation':{'type':'x','cited_text':'a'}}}|OTHER all 0/1/0 a"
            })
    void ofTheEventsOfAMessage(String json, String seen) {
        assertThat(inEvent(Operation.MESSAGES, json)).containsExactly(seen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'message_start','message':{'id':'m','role':'assistant','content':[],'model':'x'}}",
                "{'type':'content_block_start','index':1,'content_block':{'type':'text','text':''}}",
                "{'type':'content_block_delta','index':1,'delta':{'type':'signature_delta','signature':'s'}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':'x'},'usage':{}}",
                "{'type':'error','error':{'type':'api_error','message':'gone'}}"
            })
    void thereAreNoneInWhatOnlySteersAMessage(String json) {
        assertThat(inEvent(Operation.MESSAGES, json)).isEmpty();
    }

    @Test
    void ofAMessage() {
        assertThat(
                        inBody(
                                Operation.MESSAGES,
                                "{'id':'m','type':'message','role':'assistant','model':'x','content':["
                                        + "{'type':'thinking','thinking':'a','signature':'s'},{'type':'text','text':'b'},"
                                        + "{'type':'tool_use','id':'t','name':'f','input':{'k':'v'}}],'stop_reason':'end_turn'}"))
                .containsExactly(
                        "SIGNED_REASONING all 0/0/0 a",
                        "TEXT all 0/1/0 b",
                        "TOOL_NAME all 0/2/0 f",
                        "TOOL_ARGUMENTS all 0/2/0 {\"k\":\"v\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'response.output_text.delta','item_id':'i','output_index':2,'content_index':1,'delta':'a'}|TEXT 0/2/1 a",
                "{'type':'response.output_text.done','output_index':2,'content_index':1,'text':'a'}|TEXT all 0/2/1 a",
                "{'type':'response.refusal.delta','output_index':2,'content_index':1,'delta':'a'}|REFUSAL 0/2/1 a",
                "{'type':'response.refusal.done','output_index':2,'content_index':1,'refusal':'a'}|REFUSAL all 0/2/1 a",
                "{'type':'response.reasoning_text.delta','output_index':2,'content_index':1,'delta':'a'}|SIGNED_REASONING 0/2/1 a",
                "{'type':'response.reasoning_summary_text.delta','output_index':2,'summary_index':1,'delta':'a'}|SIGNED_REASONING 0/2/-2 a",
                "{'type':'response.reasoning_summary_part.done','output_index':2,'summary_index':0,'part':{'type':'summary_text','text':'a'}}|SIGNED_REASONING all 0/2/-1 a",
                "{'type':'response.function_call_arguments.delta','output_index':2,'delta':'a'}|TOOL_ARGUMENTS 0/2/0 a",
                "{'type':'response.function_call_arguments.done','output_index':2,'arguments':'a'}|TOOL_ARGUMENTS all 0/2/0 a",
                "{'type':'response.custom_tool_call_input.delta','output_index':2,'delta':'a'}|TOOL_ARGUMENTS 0/2/0 a",
                "{'type':'response.code_interpreter_call_code.done','output_index':2,'code':'a'}|TOOL_ARGUMENTS all 0/2/0 a",
                "{'type':'response.content_part.done','output_index':2,'content_index':1,'part':{'type':'output_text','text':'a'}}|TEXT all 0/2/1 a",
                "{'type':'response.output_item.added','output_index':2,'item':{'type':'function_call','name':'f','arguments':''}}|TOOL_NAME all 0/2/0 f",
                "{'type':'response.image_generation_call.partial_image','output_index':2,'partial_image_b64':'AA'}|UNREADABLE all 0/2/0",
                "{'type':'response.output_text.annotation.added','output_index':2,'annotation':{'type':'x','url':'a'}}|OTHER all 0/2/0 a"
            })
    void ofTheEventsOfAResponse(String json, String seen) {
        assertThat(inEvent(Operation.RESPONSES, json)).containsExactly(seen);
    }

    @Test
    void ofAResponseAndOfTheEventThatRepeatsIt() {
        String response = "{'id':'r','instructions':'mine','output':[{'type':'reasoning','id':'x',"
                + "'summary':[{'type':'summary_text','text':'a'}],'content':[{'type':'reasoning_text','text':'b'}],"
                + "'encrypted_content':'AA'},{'type':'message','id':'y','role':'assistant','content':["
                + "{'type':'output_text','text':'c','annotations':[]},{'type':'refusal','refusal':'d'}]},"
                + "{'type':'function_call','call_id':'z','name':'f','arguments':'{}'}],'output_text':'c'}";
        String[] seen = {
            "UNREADABLE all 0/0/0",
            "SIGNED_REASONING all 0/0/0 b",
            "SIGNED_REASONING all 0/0/-1 a",
            "TEXT all 0/1/0 c",
            "REFUSAL all 0/1/1 d",
            "TOOL_NAME all 0/2/0 f",
            "TOOL_ARGUMENTS all 0/2/0 {}",
            "TEXT all 0/-1/0 c"
        };
        assertThat(inBody(Operation.RESPONSES, response)).containsExactly(seen);
        assertThat(inEvent(Operation.RESPONSES, "{'type':'response.completed','response':" + response + "}"))
                .containsExactly(seen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RESPONSES|{'type':'response.new','output_index':2,'item_id':'i','obfuscation':'xx','snapshot':['a']}|OTHER all 0/2/0 a",
                "MESSAGES|{'type':'new_event','index':2,'snapshot':{'k':'a'}}|OTHER all 0/2/0 a",
                "MESSAGES|{'type':'ping','snapshot':'a'}|OTHER all 0/0/0 a",
                "CHAT_COMPLETIONS|{'type':'ping','choices':[{'delta':{'content':'a'}}]}|TEXT 0/0/0 a"
            })
    void ofEventsThatNobodyKnows(Operation operation, String json, String seen) {
        assertThat(inEvent(operation, json)).containsExactly(seen);
        AnswerEvent event =
                AnswerEvent.ofStream(operation, RecordedStreams.data(json).getBytes(UTF_8));
        assertThat(event.role()).isEqualTo(AnswerEvent.Role.CONTENT);
    }

    @Test
    void vectorsAreNoText() {
        assertThat(inBody(Operation.EMBEDDINGS, "{'object':'list','data':[{'embedding':[1,2]}]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"response.created", "response.failed"})
    void thereAreNoneInWhatRepeatsTheRequestOrFails(String type) {
        assertThat(inEvent(
                        Operation.RESPONSES,
                        "{'type':'" + type
                                + "','response':{'id':'gen-1','object':'response','created_at':1,'model':'m',"
                                + "'status':'failed','output':[],'error':{'code':'x','message':'gone'},'error_type':'x',"
                                + "'incomplete_details':{'reason':'x'},'tools':[{'name':'f','description':'mine'}],"
                                + "'tool_choice':'auto','metadata':{'k':'v'},'service_tier':'auto',"
                                + "'truncation':'disabled','instructions':'mine','text':{'format':{'type':'text'}},"
                                + "'reasoning':{'effort':'low'},'user':'u','safety_identifier':'s',"
                                + "'prompt_cache_key':'k','prompt_cache_options':{'k':'v'},'usage':{'k':'v'}},"
                                + "'sequence_number':0}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'tool_calls':[{'function':{'arguments':{'type':'%'}}}]}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'tool_calls':[{'function':{'new':'%'}}]}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'tool_calls':[{'function':'%'}]}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'tool_calls':[{'new':['%']}]}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'tool_calls':['%']}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'tool_calls':{'k':'%'}}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'function_call':'%'}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'reasoning_details':[{'new':'%'}]}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'reasoning_details':'%'}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'audio':{'new':'%'}}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'content':{'text':'%'}}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'content':[['%']]}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'refusal':['%']}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'id':['%']}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':'%'}]}",
                "CHAT_COMPLETIONS|{'choices':[{'text':{'k':'%'}}]}",
                "CHAT_COMPLETIONS|{'choices':['%']}",
                "CHAT_COMPLETIONS|{'choices':{'k':'%'}}",
                "CHAT_COMPLETIONS|{'choices':[{'new':{'error':'%'}}]}",
                "RESPONSES|{'type':'x','item':{'type':'tool_search_call','arguments':{'q':'%'}}}",
                "RESPONSES|{'type':'x','item':{'type':'mcp_call','error':'%'}}",
                "RESPONSES|{'type':'x','item':{'type':'mcp_call','error':{'model':'%'}}}",
                "RESPONSES|{'type':'x','item':{'content':'%'}}",
                "RESPONSES|{'type':'x','item':{'content':[['%']]}}",
                "RESPONSES|{'type':'x','item':{'summary':{'text':'%'}}}",
                "RESPONSES|{'type':'x','item':'%'}",
                "RESPONSES|{'type':'x','part':['%']}",
                "RESPONSES|{'type':'x','delta':{'k':'%'}}",
                "RESPONSES|{'type':'x','response':{'output':[],'new':'%'}}",
                "RESPONSES|{'type':'x','response':{'output':'%'}}",
                "RESPONSES|{'type':'x','response':{'output':['%']}}",
                "MESSAGES|{'type':'x','message':{'content':'%'}}",
                "MESSAGES|{'type':'x','message':{'content':['%']}}",
                "MESSAGES|{'type':'x','message':{'new':'%'}}",
                "MESSAGES|{'type':'x','message':{'content':[{'input':'%'}]}}",
                "MESSAGES|{'type':'x','content_block':'%'}",
                "MESSAGES|{'type':'x','delta':{'text':{'k':'%'}}}",
                "MESSAGES|{'type':'x','delta':{'input':{'id':'%'}}}"
            })
    void ofWhatHasAShapeThatNobodyKnows(Operation operation, String json) {
        assertThat(inEvent(operation, json.replace("%", "a")))
                .singleElement()
                .asString()
                .matches("OTHER( all)? \\d/\\d/0 a");
    }

    @Test
    void ofAPlainAnswerWithNewFields() {
        assertThat(inBody(Operation.RESPONSES, "{'output':[],'instructions':'mine','new':'a'}"))
                .containsExactly("OTHER all 0/0/0 a");
        assertThat(inBody(Operation.MESSAGES, "{'content':'a','model':'m','usage':{'service_tier':'x'}}"))
                .containsExactly("OTHER all 0/0/0 a");
        assertThat(inBody(Operation.CHAT_COMPLETIONS, "{'choices':[],'model':'m','usage':{'k':'x'},'new':'a'}"))
                .containsExactly("OTHER all 0/0/0 a");
    }
}
