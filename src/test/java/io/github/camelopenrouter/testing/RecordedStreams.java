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

/** One whole answer of each API as OpenRouter streams it, short but with everything that happens in a stream. */
public final class RecordedStreams {

    public static final String ID = "gen-1790000001-SimAAAAAAAAAAAAAAAAA";
    public static final String MODEL = "openai/gpt-4o-mini";
    public static final long CREATED = 1790000001L;
    public static final String USAGE =
            "{\"prompt_tokens\":8,\"completion_tokens\":3,\"cost\":1.4e-7,\"is_byok\":false}";
    public static final String MESSAGES_USAGE = "{\"input_tokens\":8,\"output_tokens\":3,\"cost\":0.5}";

    private static final String COMMENT = ": OPENROUTER PROCESSING\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private RecordedStreams() {}

    public static String of(Operation operation) {
        return switch (operation) {
            case CHAT_COMPLETIONS -> chat();
            case COMPLETIONS -> completions();
            case RESPONSES -> responses();
            case MESSAGES -> messages();
            default -> throw new IllegalArgumentException(operation + " does not stream");
        };
    }

    private static String chat() {
        return COMMENT
                + chunk("[{'index':0,'delta':{'content':'{Hel\\\"lo','role':'assistant'},'finish_reason':null}]")
                + COMMENT
                + chunk("[{'index':0,'delta':{'content':null,'tool_calls':[{'index':0,'id':'',"
                        + "'function':{'arguments':'{\\\"error\\\":\\\"}'}}]},'finish_reason':null}]")
                + chunk("[{'index':0,'delta':{'content':' 沙👋\\\\'},'finish_reason':null}]")
                + chunk("[{'index':0,'delta':{'content':''},'finish_reason':'stop','native_finish_reason':'STOP'}]")
                + chunk("[],'usage':" + USAGE)
                + DONE;
    }

    private static String chunk(String choices) {
        return data("{'id':'" + ID + "','object':'chat.completion.chunk','created':" + CREATED + ",'model':'" + MODEL
                + "','provider':'OpenAI','choices':" + choices + "}");
    }

    private static String completions() {
        String head =
                "{'id':'" + ID + "','object':'text_completion','created':" + CREATED + ",'model':'" + MODEL + "',";
        return COMMENT
                + data(head + "'choices':[{'index':0,'text':' Ada','finish_reason':null}]}")
                + data(head + "'choices':[{'index':0,'text':'.','finish_reason':'length'}],'usage':" + USAGE + "}")
                + DONE;
    }

    private static String responses() {
        String response = "'response':{'id':'" + ID + "','object':'response','created_at':" + CREATED + ",'model':'"
                + MODEL + "','error':null,";
        return ": \n\n"
                + data("{'type':'response.created'," + response + "'output':[],'usage':null},'sequence_number':0}")
                + data("{'type':'response.output_item.added','item':{'id':'msg_tmp_1','type':'message'},"
                        + "'sequence_number':1}")
                + data("{'type':'response.output_text.delta','delta':'Hi!','logprobs':[],'sequence_number':2}")
                + data("{'type':'response.completed'," + response + "'output':[{'id':'msg_tmp_1'}],'usage':" + USAGE
                        + "},'sequence_number':3}")
                + DONE;
    }

    private static String messages() {
        return COMMENT
                + named(
                        "message_start",
                        "{'type':'message_start','message':{'id':'" + ID + "','type':'message','content':[],'model':'"
                                + MODEL + "','usage':{'input_tokens':8,'output_tokens':1}}}")
                + named("ping", "{'type':'ping'}")
                + named(
                        "content_block_delta",
                        "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'message_stop'}}")
                + named(
                        "message_delta",
                        "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':" + MESSAGES_USAGE + "}")
                + named("message_stop", "{'type':'message_stop'}");
    }

    public static String data(String json) {
        return "data: " + json.replace('\'', '"') + "\n\n";
    }

    public static String named(String name, String json) {
        return "event: " + name + "\n" + data(json);
    }
}
