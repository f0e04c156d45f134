/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.testing;

import io.github.camelopenrouter.api.Operation;
import java.util.List;

/** Every event that announces an answer and has nothing of it yet, as each API sends it. */
public final class Announcements {

    public static final String COMMENT = ": OPENROUTER PROCESSING\n\n";

    private static final String CHUNK = "{'id':'gen-1','object':'x','created':1,'model':'a/b','provider':'P',";
    private static final String RESPONSE = "'response':{'id':'gen-1','status':'in_progress','output':[],'error':null,"
            + "'tools':[{'type':'function','name':'error'}]}";

    private Announcements() {}

    public static List<String> of(Operation operation) {
        return switch (operation) {
            case CHAT_COMPLETIONS ->
                List.of(
                        COMMENT,
                        ": \n\n",
                        chunk("[]"),
                        chunk("[],'debug':{'echo_upstream_body':{'content':'error'}}"),
                        chunk("[{'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}]"),
                        chunk("[{'index':0,'delta':{'role':'assistant','content':null},'finish_reason':''}]"),
                        chunk("[{'delta':{'reasoning':null,'reasoning_details':[],'tool_calls':[],'refusal':''}}]"),
                        chunk(
                                "[{'index':0,'delta':{},'logprobs':null},{'index':1,'delta':{'images':[],'audio':null}}]"),
                        "data: \n\n",
                        "id: 7\nretry: 5\n\n");
            case COMPLETIONS ->
                List.of(
                        COMMENT,
                        chunk("[]"),
                        chunk("[{'index':0,'text':'','logprobs':null,'finish_reason':null}]"),
                        chunk("[{'text':null,'reasoning':'','finish_reason':''},{'index':1,'text':''}]"));
            case RESPONSES ->
                List.of(
                        ": \n\n",
                        event("response.created", RESPONSE),
                        event("response.queued", RESPONSE),
                        event("response.in_progress", RESPONSE),
                        event("response.output_item.added", "'item':{'id':'rs','type':'reasoning','summary':[]}"),
                        event("response.reasoning_summary_part.added", "'part':{'type':'summary_text','text':''}"),
                        event("response.output_item.added", "'item':{'id':'m','type':'message','content':[]}"),
                        event("response.content_part.added", "'part':{'type':'output_text','text':''}"));
            case MESSAGES ->
                List.of(
                        COMMENT,
                        named("message_start", "'message':{'id':'gen-1','content':[],'usage':{'input_tokens':8}}"),
                        named("ping", "'x':1"),
                        named("content_block_start", "'index':0,'content_block':{'type':'thinking','thinking':''}"),
                        named("content_block_start", "'index':1,'content_block':{'type':'text','text':''}"));
            default -> throw new IllegalArgumentException(operation + " does not stream");
        };
    }

    /** All of them, as no upstream sends them and every one might. */
    public static String all(Operation operation) {
        return String.join("", of(operation));
    }

    private static String chunk(String choices) {
        return RecordedStreams.data(CHUNK + "'choices':" + choices + "}");
    }

    private static String event(String type, String more) {
        return RecordedStreams.data("{'type':'" + type + "'," + more + ",'sequence_number':0}");
    }

    private static String named(String type, String more) {
        return RecordedStreams.named(type, "{'type':'" + type + "'," + more + "}");
    }
}
