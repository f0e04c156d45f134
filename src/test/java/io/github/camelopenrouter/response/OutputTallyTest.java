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
import io.github.camelopenrouter.testing.RecordedStreams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTallyTest {

    private static long written(Operation operation, byte[] events, int pieceSize) throws IOException {
        AtomicLong written = new AtomicLong();
        InputStream pieces = new ByteArrayInputStream(events) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, pieceSize));
            }
        };
        EventStream stream =
                new EventStream(pieces, operation, CutStream.watch(CutStream.STILL_THERE), new ResponseReport());
        stream.meteredBy(written::addAndGet);
        assertThat(stream.readAllBytes()).startsWith(events);
        return written.get();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // four letters of English are a token, two of Greek, one sign of Chinese
                "CHAT_COMPLETIONS | 2 | {'choices':[{'index':0,'delta':{'role':'assistant','content':'12345678'}}]}",
                "CHAT_COMPLETIONS | 2 | {'choices':[{'index':0,'delta':{'content':'αβγδ'}}]}",
                "CHAT_COMPLETIONS | 4 | {'choices':[{'index':0,'delta':{'content':'你好世界'}}]}",
                "CHAT_COMPLETIONS | 2 | {'choices':[{'index':0,'delta':{'content':'😀'}}]}",
                "CHAT_COMPLETIONS | 2 | {'choices':[{'index':0,'delta':{'content':'','reasoning':'thinking','reasoning_details':[{'type':'reasoning.text','text':'thinking'}]}}]}",
                "CHAT_COMPLETIONS | 3 | {'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'abcdefghijkl'}}]}}]}",
                "CHAT_COMPLETIONS | 2 | {'choices':[{'index':0,'delta':{'content':'abcd'}},{'index':1,'delta':{'content':'efgh'}}]}",
                "CHAT_COMPLETIONS | 0 | {'choices':[{'index':0,'delta':{},'finish_reason':'length'}],'usage':{'completion_tokens':50}}",
                "COMPLETIONS      | 2 | {'choices':[{'index':0,'text':'12345678','finish_reason':null}]}",
                "RESPONSES        | 2 | {'type':'response.output_text.delta','item_id':'msg_12345678','delta':'12345678'}",
                "RESPONSES        | 2 | {'type':'response.function_call_arguments.delta','delta':'12345678'}",
                "RESPONSES        | 0 | {'type':'response.output_text.done','text':'12345678'}",
                "RESPONSES        | 0 | {'type':'response.completed','response':{'output':[{'content':[{'text':'12345678'}]}]}}",
                "MESSAGES         | 2 | {'type':'content_block_delta','delta':{'type':'text_delta','text':'12345678'}}",
                "MESSAGES         | 2 | {'type':'content_block_delta','delta':{'type':'thinking_delta','thinking':'12345678'}}",
                "MESSAGES         | 2 | {'type':'content_block_delta','delta':{'type':'input_json_delta','partial_json':'12345678'}}",
                "MESSAGES         | 0 | {'type':'content_block_delta','delta':{'type':'signature_delta','signature':'12345678'}}",
                "MESSAGES         | 0 | {'type':'message_delta','delta':{'stop_reason':'end_turn'}}"
            })
    void whatAModelWritesCounts(Operation operation, long tokens, String event) throws IOException {
        byte[] events = RecordedStreams.data(event).getBytes(UTF_8);
        assertThat(written(operation, events, Integer.MAX_VALUE)).isEqualTo(tokens);
        assertThat(written(operation, events, 1)).isEqualTo(tokens);
    }

    /** Letter by letter as all at once. */
    @Test
    void partsOfTokensAddUp() throws IOException {
        String letter = RecordedStreams.data("{'choices':[{'index':0,'delta':{'content':'a'}}]}");
        assertThat(written(Operation.CHAT_COMPLETIONS, letter.repeat(41).getBytes(UTF_8), 100))
                .isEqualTo(10);
    }
}
