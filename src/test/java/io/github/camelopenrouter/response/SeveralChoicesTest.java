/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.testing.DoorCall;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RecordedStreams;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A stream is whole when every choice that has begun has finished, or when it says that it is. */
class SeveralChoicesTest extends HttpTest {

    private static final String CUT = "OpenRouter ended the stream before it was complete.";

    private static String choice(String index, String text, String finish) {
        return RecordedStreams.data("{'id':'gen-1','created':1,'model':'a/b','choices':[{'finish_reason':" + finish
                + ",'delta':{'content':'" + text + "'},'text':'" + text + "'" + index + "}]}");
    }

    private static String first(String text, String finish) {
        return choice(",'index':0", text, finish);
    }

    private static String second(String text, String finish) {
        return choice(",'index':1", text, finish);
    }

    private HttpResponse<String> ask(DoorCall door, String stream) throws Exception {
        upstream.script(call -> call.head(200, SSE).send(stream).end());
        HttpResponse<String> answer = door.call(gateway, true);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS"})
    void aStreamCutAfterOneOfTwoHasFinishedIsTruncated(DoorCall door) throws Exception {
        String begun = first("Hi", "null") + second("Ho", "null") + first("", "'stop'");
        String text = ask(door, begun).body();
        assertThat(text).startsWith(begun).containsOnlyOnce(CUT).doesNotContain("[DONE]");
        JsonNode frame = DoorCall.json(text.substring(begun.length() + "event: error\ndata: ".length()));
        assertThat(frame.path("choices")).hasSize(1);
        assertThat(frame.at("/choices/0/index").asInt()).isEqualTo(1);
        assertThat(frame.at("/choices/0/finish_reason").asText()).isEqualTo("error");
        assertThat(frame.at("/error/code").asInt()).isEqualTo(502);
        assertThat(frame.at("/error/metadata/error_type").asText()).isEqualTo("truncated");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS"})
    void aFinishInAnEventThatIsCutDoesNotCount(DoorCall door) throws Exception {
        String begun = first("a", "null") + second("b", "'length'") + choice(",'index':2", "c", "''");
        String cut = "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]";
        String text = ask(door, begun + cut).body();
        assertThat(text).startsWith(begun);
        JsonNode frame = DoorCall.json(text.substring(begun.length() + "event: error\ndata: ".length()));
        assertThat(frame.path("choices"))
                .extracting(choice -> choice.path("index").asInt())
                .containsExactly(0, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS"})
    void anEmptyFinishReasonIsNone(DoorCall door) throws Exception {
        String begun = first("Hi", "''");
        assertThat(ask(door, begun).body())
                .startsWith(begun)
                .containsOnlyOnce(CUT)
                .contains("\"index\":0");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS"})
    void aStreamWhoseChoicesHaveAllFinishedIsWhole(DoorCall door) throws Exception {
        String whole = first("Hi", "null") + second("Ho", "'stop'") + choice("", "", "'stop'");
        assertThat(ask(door, whole).body()).isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "COMPLETIONS"})
    void aStreamThatSaysSoIsWhole(DoorCall door) throws Exception {
        String whole = first("Hi", "null") + second("Ho", "''") + DONE;
        assertThat(ask(door, whole).body()).isEqualTo(whole);
    }
}
