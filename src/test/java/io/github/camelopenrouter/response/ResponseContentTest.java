/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.response.ResponseInspector.First;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only announces an answer, what is content of it, and what is an error in place of it. */
class ResponseContentTest {

    private static First first(Operation operation, String... texts) {
        ResponseInspector answer = new ResponseInspector(operation);
        for (String text : texts) {
            byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
            answer.begin();
            answer.feed(bytes, 0, bytes.length);
            answer.end();
        }
        return answer.first();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[]}",
                "{'choices':null}",
                "{'id':'gen-1','object':'chat.completion.chunk','model':'a/b'}",
                "{'id':'gen-1','object':'chat.completion.chunk','model':'a/b','choices':[],'usage':{'cost':1}}",
                "{'choices':[],'debug':{'echo_upstream_body':{'messages':['long']}}}",
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}]}",
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':null},'logprobs':null}]}",
                "{'choices':[{'index':0,'delta':{},'logprobs':{'content':[{'token':'x'}]},'native_finish_reason':'x'}]}",
                "{'choices':[{'delta':{'reasoning':'','reasoning_details':[],'tool_calls':[ ],'refusal':null}}]}",
                "{'choices':[{'delta':{'images':[],'audio':{},'annotations':[],'function_call':null,'foo':''}}]}",
                "{'choices':[{'text':'','reasoning':null,'index':0,'finish_reason':''}]}",
                "{'choices':[{},null,{'delta':null},{'index':1,'delta':{'content':''}}]}",
                "{'choices':[{'message':{'role':'assistant','content':'','reasoning':null}}]}",
                ""
            })
    void aChunkWithoutAnythingInItAnnounces(String chunk) {
        assertThat(first(Operation.CHAT_COMPLETIONS, chunk)).isEqualTo(First.NOTHING);
        assertThat(first(Operation.COMPLETIONS, chunk)).isEqualTo(First.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'delta':{'role':'assistant','content':' '}}]}",
                "{'choices':[{'delta':{'content':'\\n'}}]}",
                "{'choices':[{'delta':{'content':[{'type':'text','text':'x'}]}}]}",
                "{'choices':[{'delta':{'refusal':'I'}}]}",
                "{'choices':[{'delta':{'reasoning':'Hm'}}]}",
                "{'choices':[{'delta':{'reasoning_content':'Hm'}}]}",
                "{'choices':[{'delta':{'reasoning_details':[{}]}}]}",
                "{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':''}}]}}]}",
                "{'choices':[{'delta':{'function_call':{'name':''}}}]}",
                "{'choices':[{'delta':{'images':[{'type':'image_url'}]}}]}",
                "{'choices':[{'delta':{'audio':{'id':''}}}]}",
                "{'choices':[{'delta':{'annotations':[{}]}}]}",
                "{'choices':[{'delta':{'foo':'x'}}]}",
                "{'choices':[{'delta':{'foo':0}}]}",
                "{'choices':[{'delta':{'foo':false}}]}",
                "{'choices':[{'delta':{'\\u0072ole':'x'}}]}",
                "{'choices':[{'delta':'x'}]}",
                "{'choices':[{'text':'x'}]}",
                "{'choices':[{'text':'','reasoning':'Hm'}]}",
                "{'choices':[{'foo':['x']}]}",
                "{'choices':[{'message':{'content':'x'}}]}",
                "{'choices':[{'delta':{'content':''}},{'index':1,'delta':{'content':'x'}}]}",
                "{'choices':['x']}",
                "{'choices':7}",
                "{'choices':[{'delta':{},'finish_reason':'stop'}]}",
                "{'choices':[{'finish_reason':'weird','delta':{'content':''}}]}",
                "{}",
                "{'x':1}",
                "{'id':'gen-1','content':[]}",
                "[DONE]",
                "[1]",
                "x",
                "'x'",
                "{'choices':[{'delta':{}"
            })
    void everythingElseInAChunkIsContent(String chunk) {
        assertThat(first(Operation.CHAT_COMPLETIONS, chunk)).isEqualTo(First.CONTENT);
        assertThat(first(Operation.COMPLETIONS, chunk)).isEqualTo(First.CONTENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RESPONSES|{'type':'response.created','response':{'output':[],'error':null,'tools':[{'name':'x'}]}}",
                "RESPONSES|{'response':{'status':'queued'},'type':'response.queued'}",
                "RESPONSES|{'type':'response.in_progress','response':{'id':'gen-1','instructions':'long'}}",
                "RESPONSES|{'type':'response.content_part.added','part':{'type':'output_text','text':''}}",
                "RESPONSES|{'type':'response.reasoning_summary_part.added','part':{'text':''}}",
                "RESPONSES|{'type':'response.output_item.added','item':{'id':'m','type':'message','content':[]}}",
                "RESPONSES|{'item':{'type':'reasoning','summary':[]},'type':'response.output_item.added'}",
                "RESPONSES|{'type':'response.output_item.added','item':{'type':'web_search_call','status':'x'}}",
                "MESSAGES|{'type':'ping'}",
                "MESSAGES|{'type':'message_start','message':{'type':'message','content':[],'usage':{'input_tokens':1}}}",
                "MESSAGES|{'type':'content_block_start','index':0,'content_block':{'type':'text','text':''}}",
                "MESSAGES|{'content_block':{'signature':'','thinking':'','type':'thinking'},"
                        + "'type':'content_block_start'}",
                "MESSAGES|{'type':'content_block_start','content_block':{'type':'text','citations':[],'text':''}}",
            })
    void anEventThatIsOneOfTheListAnnounces(Operation operation, String event) {
        assertThat(first(operation, event)).isEqualTo(First.NOTHING);
        assertThat(first(operation, event, "")).isEqualTo(First.NOTHING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RESPONSES|{'type':'response.output_item.added','item':{'type':'function_call','name':'f'}}",
                "RESPONSES|{'item':{'name':'f','type':'custom_tool_call'},'type':'response.output_item.added'}",
                "RESPONSES|{'type':'response.output_text.delta','delta':'x'}",
                "RESPONSES|{'type':'response.output_text.delta','delta':''}",
                "RESPONSES|{'type':'response.web_search_call.in_progress'}",
                "RESPONSES|{'type':'response.completed','response':{'error':null}}",
                "RESPONSES|{'type':'response.incomplete'}",
                "RESPONSES|{'type':'response.created.not'}",
                "RESPONSES|{'type':'ping'}",
                "RESPONSES|{'choices':[{'delta':{'content':''}}]}",
                "RESPONSES|{'type':'response.created'",
                "RESPONSES|[DONE]",
                "MESSAGES|{'type':'content_block_start','content_block':{'type':'text','text':'x'}}",
                "MESSAGES|{'type':'content_block_start','content_block':{'type':'thinking','signature':'x'}}",
                "MESSAGES|{'type':'content_block_start','content_block':{'type':'tool_use','input':{}}}",
                "MESSAGES|{'type':'content_block_start','content_block':{'type':'redacted_thinking','data':'x'}}",
                "MESSAGES|{'type':'content_block_start'}",
                "MESSAGES|{'type':'content_block_delta','delta':{'type':'text_delta','text':''}}",
                "MESSAGES|{'type':'message_delta','delta':{'stop_reason':'end_turn'}}",
                "MESSAGES|{'type':'message_stop'}",
                "MESSAGES|{'type':'response.created'}",
                "MESSAGES|{}",
            })
    void everyOtherEventIsContent(Operation operation, String event) {
        assertThat(first(operation, event)).isEqualTo(First.CONTENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'code':502}}",
                "{'error':'text','user_id':'u'}",
                "{'id':'gen-1','choices':[],'error':{'code':502}}",
                "{'error':{'code':502},'choices':[{'index':0,'delta':{'content':''},'finish_reason':'error'}]}",
                "{'choices':[{'delta':{'role':'assistant'},'finish_reason':'stop'}],'error':{'code':502}}",
                "{'choices':[{'text':'','error':{'code':502}}]}",
                "{'choices':[{'message':{'role':'assistant','content':null},'error':{'code':502}}]}",
                "{'choices':[{'delta':{}},{'error':{'code':502}}]}",
                "{'choices':[{'delta':{'content':''},'finish_reason':'error'}]}",
                "{'type':'error','message':'m'}",
                "{'message':'m','type':'error','error':null}",
                "{'type':'error','error':{'type':'overloaded_error'}}",
                "{'error':{'code':502},'output':[ ]}",
                "{'error':{'code':502},'output':[{'id':'m','type':'message','status':'incomplete','content':[]}]}",
                "{'error':{'code':502},'data':null}",
                "{'error':{'code':502},'content':[]}"
            })
    void anErrorWithoutContentIsOneWhateverStandsAroundIt(String text) {
        for (Operation operation : Operation.values()) {
            assertThat(first(operation, text)).as(operation.toString()).isEqualTo(First.ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RESPONSES|{'type':'response.failed','response':{'status':'failed','error':{'code':'server_error'}}}",
                "RESPONSES|{'type':'response.failed','response':{'error':null,'output':[]}}",
                "RESPONSES|{'type':'response.created','response':{'error':{'code':'server_error'}}}",
                "RESPONSES|{'type':'response.error','error':{'code':'server_error'}}",
                "RESPONSES|{'id':'gen-1','status':'failed','output':[],'error':{'code':'server_error'}}",
                "RESPONSES|{'status':'failed','output':[],'error':null}",
                "MESSAGES|{'type':'message','content':[],'error':{'type':'api_error'}}",
            })
    void anErrorOfOneApiIsOneThere(Operation operation, String text) {
        assertThat(first(operation, text)).isEqualTo(First.ERROR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'error':{'code':502},'choices':[{'delta':{'content':'x'}}]}",
                "CHAT_COMPLETIONS|{'choices':[{'message':{'content':'x'},'error':{'code':502},'finish_reason':'error'}]}",
                "CHAT_COMPLETIONS|{'choices':[{'error':{'code':502}},{'index':1,'delta':{'content':'x'}}]}",
                "COMPLETIONS|{'choices':[{'text':'x','finish_reason':'error'}]}",
                "RESPONSES|{'type':'response.failed','response':{'error':{'code':1},"
                        + "'output':[{'type':'message','content':[{'text':'x'}]}]}}",
                "RESPONSES|{'status':'failed','error':{'code':1},'output':[{'type':'function_call','name':'f'}]}",
                "RESPONSES|{'error':{'code':1},'delta':'x'}",
                "MESSAGES|{'error':{'code':1},'type':'message','content':[{'type':'text','text':'x'}]}",
                "MESSAGES|{'error':{'code':1},'content':'x'}",
                "EMBEDDINGS|{'error':{'code':1},'data':[1]}",
                "EMBEDDINGS|{'error':{'code':1},'data':[{'object':'embedding','index':0,'embedding':[0.1]}]}",
            })
    void anErrorBesideContentIsContent(Operation operation, String text) {
        assertThat(first(operation, text)).isEqualTo(First.CONTENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS", "RESPONSES", "MESSAGES"})
    void whatComesFirstStays(Operation operation) {
        String error = "{'error':{'code':502}}";
        assertThat(first(operation, "", error, "{'choices':[{'delta':{'content':'x'}}]}"))
                .isEqualTo(First.ERROR);
        assertThat(first(operation, "{'choices':[{'delta':{'content':'x'}}]}", error))
                .isEqualTo(First.CONTENT);
    }

    @Test
    void anErrorThatIsNoJsonToItsEndIsContent() {
        assertThat(first(Operation.CHAT_COMPLETIONS, "{'error':{'code':502}")).isEqualTo(First.CONTENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'content':'x|true",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'content':'|false",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'images':[{|true",
                "CHAT_COMPLETIONS|{'model':'x|false",
                "RESPONSES|{'type':'response.image_generation_call.partial_image','b64':'|true",
                "RESPONSES|{'type':'response.created','response':{'instructions':'x|false",
                "RESPONSES|{'type':'response.failed','response':{'instructions':'x|false",
                "RESPONSES|{'response':{'instructions':'x|false",
                "MESSAGES|{'type':'content_block_delta','delta':{|true",
            })
    void anUnfinishedTextShowsItsContentAsSoonAsItIsKnown(Operation operation, String text, boolean shows) {
        ResponseInspector answer = new ResponseInspector(operation);
        byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
        answer.begin();
        answer.feed(bytes, 0, bytes.length);
        assertThat(answer.showsContent()).isEqualTo(shows);
        assertThat(answer.first()).isEqualTo(First.NOTHING);
    }
}
