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
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseInspectorTest {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static ResponseInspector read(Operation operation, String... texts) {
        ResponseInspector answer = new ResponseInspector(operation);
        for (String text : texts) {
            feed(answer, text.replace('\'', '"').getBytes(UTF_8));
        }
        return answer;
    }

    private static void feed(ResponseInspector answer, byte[] bytes) {
        answer.begin();
        answer.feed(bytes, 0, bytes.length);
        answer.end();
    }

    private static ResponseFacts facts(ResponseInspector answer) {
        return answer.facts(Outcome.COMPLETE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'id':'gen-1','created':12,'model':'a/b','choices':[{'message':{'id':'x'}}],"
                        + "'usage':{'cost':1e-7}}",
                "CHAT_COMPLETIONS|{'usage':{'cost':1e-7},'model':'a/b','id':'gen-1','created':12,'choices':[]}",
                "COMPLETIONS|{'id':'gen-1','created':12,'model':'a/b','usage':{'cost':1e-7},'choices':[]}",
                "RESPONSES|{'id':'gen-1','created_at':12,'model':'a/b','error':null,'output':[{'id':'x'}],"
                        + "'usage':{'cost':1e-7}}",
                "RESPONSES|{'type':'response.created','response':{'id':'gen-1','created_at':12,'model':'a/b',"
                        + "'output':[{'id':'x'}],'usage':{'cost':1e-7}}}",
                "EMBEDDINGS|{'object':'list','data':[{'id':'x','embedding':[1]}],'model':'a/b','id':'gen-1',"
                        + "'usage':{'cost':1e-7},'created':12}",
                "MESSAGES|{'type':'message_start','message':{'id':'gen-1','model':'a/b','content':[{'id':'x'}],"
                        + "'created':12,'usage':{'cost':1e-7}}}",
                "MESSAGES|{'id':'gen-1','type':'message','model':'a/b','created':12,'content':[],"
                        + "'usage':{'cost':1e-7}}",
            })
    void learnsWhoAnsweredAndWhatItCost(Operation operation, String text) {
        ResponseFacts facts = facts(read(operation, text));
        assertThat(facts.id()).isEqualTo("gen-1");
        assertThat(facts.model()).isEqualTo("a/b");
        assertThat(facts.created()).isEqualTo(12);
        assertThat(facts.usage()).isEqualTo("{\"cost\":1e-7}");
        assertThat(facts.error()).isNull();
    }

    @Test
    void theFirstIdCountsAndOfAMemberOfUsageTheLast() {
        ResponseInspector answer = read(
                Operation.MESSAGES,
                "{'type':'message_start','message':{'id':'gen-1','model':'a/b','usage':{'output_tokens':1}}}",
                "{'type':'message_delta','id':'gen-2','delta':{},'usage':{'output_tokens':9}}",
                "{'type':'message_stop'}");
        assertThat(facts(answer).id()).isEqualTo("gen-1");
        assertThat(facts(answer).usage()).isEqualTo("{\"output_tokens\":9}");
    }

    @Test
    void usageOfSeveralEventsIsPutTogether() {
        ResponseInspector answer = read(
                Operation.MESSAGES,
                "{'type':'message_start','message':{'usage':{'input_tokens':100,'cost':1e-7,'output_tokens':1}}}",
                "{'type':'message_delta','usage':{'output_tokens':9}}");
        assertThat(facts(answer).usage()).isEqualTo("{\"input_tokens\":100,\"cost\":1e-7,\"output_tokens\":9}");
    }

    @Test
    void whatAMessageHasWrittenWhenItBeginsIsNotWhatItComesTo() {
        ResponseInspector cut = read(
                Operation.MESSAGES,
                "{'type':'message_start','message':{'usage':{'input_tokens':100,'output_tokens':1}}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Once upon a time'}}");
        assertThat(facts(cut).usage()).isEqualTo("{\"input_tokens\":100}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[{'index':0,'delta':{'role':'assistant','content':''},'finish_reason':null}],'usage':{'n':2}}",
                "{'choices':[],'usage':{'n':2}}",
                "{'usage':{'n':2},'choices':[]}",
                "{'service_tier':'default','choices':[{'delta':{'content':''},'finish_reason':'stop'}],'usage':{'n':2}}"
            })
    void findsUsageInEveryShapeOfTheUsageChunk(String chunk) {
        ResponseInspector answer =
                read(Operation.CHAT_COMPLETIONS, "{'choices':[{'delta':{'usage':{'n':1}}}],'usage':{'n':1}}", chunk);
        assertThat(facts(answer).usage()).isEqualTo("{\"n\":2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CHAT_COMPLETIONS|{'provider':'A','choices':[{'finish_reason':'length','message':{'content':'x'}}]}|A|length",
                "COMPLETIONS|{'choices':[{'text':'x','finish_reason':'stop'}],'provider':'B'}|B|stop",
                "MESSAGES|{'type':'message','provider':'C','stop_reason':'end_turn','content':[{'type':'text'}]}|C|end_turn",
                "RESPONSES|{'status':'completed','output':[{'status':'x','finish_reason':'y'}],'incomplete_details':null}||completed",
                "RESPONSES|{'incomplete_details':{'reason':'max_output_tokens'},'status':'incomplete'}||max_output_tokens",
                "EMBEDDINGS|{'data':[{'provider':'no','stop_reason':'no'}],'provider':{'n':'no'}}||"
            })
    void readsWhoServedAndWhyItStopped(Operation operation, String body, String provider, String finish) {
        ResponseFacts facts = facts(read(operation, body));

        assertThat(facts.provider()).isEqualTo(provider);
        assertThat(facts.finish()).isEqualTo(finish);
    }

    @Test
    void readsTheSameFromTheEventsOfAStream() {
        ResponseFacts chat = facts(read(
                Operation.CHAT_COMPLETIONS,
                "{'provider':'A','choices':[{'delta':{'content':'x'},'finish_reason':null}]}",
                "{'provider':'A','choices':[{'delta':{},'finish_reason':'tool_calls'}]}",
                "{'provider':'A','choices':[],'usage':{}}"));
        ResponseFacts messages = facts(read(
                Operation.MESSAGES,
                "{'type':'message_start','message':{'provider':'B','stop_reason':null}}",
                "{'type':'message_delta','delta':{'stop_reason':'max_tokens','stop_sequence':null}}"));
        ResponseFacts responses = facts(read(
                Operation.RESPONSES,
                "{'type':'response.created','response':{'status':'in_progress'}}",
                "{'type':'response.output_item.done','item':{'status':'completed'}}",
                "{'type':'response.incomplete','response':{'status':'incomplete',"
                        + "'incomplete_details':{'reason':'content_filter'}}}"));

        assertThat(chat)
                .extracting(ResponseFacts::provider, ResponseFacts::finish)
                .containsExactly("A", "tool_calls");
        assertThat(messages)
                .extracting(ResponseFacts::provider, ResponseFacts::finish)
                .containsExactly("B", "max_tokens");
        assertThat(responses)
                .extracting(ResponseFacts::provider, ResponseFacts::finish)
                .containsExactly(null, "content_filter");
    }

    /** A response that is still in progress has no reason to have stopped. */
    @Test
    void knowsNoReasonBeforeTheEnd() {
        assertThat(facts(read(Operation.RESPONSES, "{'type':'response.created','response':{'status':'in_progress'}}"))
                        .finish())
                .isNull();
    }

    @Test
    void nullIsAsGoodAsAbsent() {
        ResponseInspector answer = read(
                Operation.RESPONSES,
                "{'id':null,'model':null,'error':null,'usage':null,"
                        + "'response':{'id':null,'model':null,'created_at':null,'error':null,'usage':null}}");
        assertThat(facts(answer)).isEqualTo(new ResponseFacts(Outcome.COMPLETE, null, null, null, null, 0, null, null));
        assertThat(answer.isErroneous()).isFalse();
    }

    @Test
    void readsWriterEscapesInNames() {
        assertThat(facts(read(Operation.EMBEDDINGS, "{'model':'a\\/b'}")).model())
                .isEqualTo("a/b");
    }

    @Test
    void followsTheSequenceNumbers() {
        ResponseInspector answer = new ResponseInspector(Operation.RESPONSES);
        assertThat(answer.sequence()).isEqualTo(-1);
        feed(answer, "{\"type\":\"x\",\"sequence_number\":41}".getBytes(UTF_8));
        feed(answer, "{\"sequence_number\":42,\"type\":\"x\"}".getBytes(UTF_8));
        feed(answer, "{\"type\":\"x\"}".getBytes(UTF_8));
        assertThat(answer.sequence()).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'choices':[{'delta':{},'finish_reason':'stop'}]}",
                "CHAT_COMPLETIONS|{'choices':[{'finish_reason':null},{'finish_reason':'tool_calls'}]}",
                "CHAT_COMPLETIONS|{'choices':[{'finish_reason':'stop','index':1},{'index':0,'finish_reason':'stop'}]}",
                "CHAT_COMPLETIONS|{'choices':[{'index':63,'finish_reason':'stop'}]}",
                "COMPLETIONS|{'choices':[{'text':'','finish_reason':'length'}]}",
                "RESPONSES|{'type':'response.completed','response':{}}",
                "RESPONSES|{'response':{},'type':'response.incomplete'}",
                "RESPONSES|{'type':'response.failed','response':{}}",
                "MESSAGES|{'type':'message_stop'}",
            })
    void knowsWhenAnAnswerIsWhole(Operation operation, String text) {
        assertThat(read(operation, text).isWhole()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT_COMPLETIONS", "COMPLETIONS"})
    void isWholeOnlyWhenEveryChoiceThatHasBegunIs(Operation operation) {
        ResponseInspector answer = read(operation, "{'choices':[{'index':0}]}", "{'choices':[{'index':1}]}");
        feed(answer, "{\"choices\":[{\"index\":1,\"finish_reason\":\"stop\"}]}".getBytes(UTF_8));
        assertThat(answer.isWhole()).isFalse();
        assertThat(answer.unfinishedChoices()).isEqualTo(0b01);
        feed(answer, "{\"choices\":[{\"finish_reason\":\"length\",\"index\":0}]}".getBytes(UTF_8));
        assertThat(answer.isWhole()).isTrue();
        feed(answer, "{\"choices\":[{\"index\":1,\"finish_reason\":null}],\"usage\":{}}".getBytes(UTF_8));
        assertThat(answer.isWhole()).as("a usage chunk names it again").isTrue();
        feed(answer, "{\"choices\":[{\"index\":2}]}".getBytes(UTF_8));
        assertThat(answer.isWhole()).as("one more has begun").isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'finish_reason':'stop'},'finish_reason':null}]}",
                "CHAT_COMPLETIONS|{'finish_reason':'stop','type':'message_stop','choices':[]}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{'index':1},'finish_reason':''}]}",
                "CHAT_COMPLETIONS|{'choices':[{'finish_reason':'stop','index':1},{'index':0,'finish_reason':null}]}",
                "CHAT_COMPLETIONS|{'choices':[{'index':0},{'finish_reason':'stop','index':1}]}",
                "CHAT_COMPLETIONS|{'choices':[{'index':0,'finish_reason':'stop'},{'index':1000,'finish_reason':'stop'}]}",
                "COMPLETIONS|{'choices':[{'text':'','finish_reason':'','index':0}]}",
                "RESPONSES|{'type':'response.completed.not'}",
                "RESPONSES|{'type':'response.output_item.done','item':{'type':'response.completed'}}",
                "RESPONSES|{'type':'message_stop'}",
                "MESSAGES|{'type':'message_delta','delta':{'type':'message_stop'}}",
                "MESSAGES|{'type':'response.completed'}",
            })
    void isNotDeceivedByTheSameWordsElsewhere(Operation operation, String text) {
        assertThat(read(operation, text).isWhole()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS|{'error':{'code':502},'choices':[{'delta':{},'finish_reason':'error'}]}|{'code':502}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{},'error':{'code':502}}]}|{'code':502}",
                "CHAT_COMPLETIONS|{'choices':[{'delta':{},'finish_reason':'error'}]}|",
                "RESPONSES|{'type':'response.failed','response':{'error':{'code':'server_error'}}}|{'code':'server_error'}",
                "RESPONSES|{'type':'error','code':'server_error','message':'m'}|",
                "RESPONSES|{'type':'error','error':{'code':1}}|{'code':1}",
                "MESSAGES|{'type':'error','error':{'type':'api_error'}}|{'type':'api_error'}",
                "EMBEDDINGS|{'error':'text'}|'text'",
            })
    void seesAnErrorInEachOfItsForms(Operation operation, String text, String error) {
        ResponseInspector answer = read(operation, text);
        assertThat(answer.isErroneous()).isTrue();
        assertThat(facts(answer).error()).isEqualTo(error == null ? null : error.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':null,'choices':[]}",
                "{'choices':[{'error':null,'finish_reason':null,'delta':{'content':'error'}}]}",
                "{'choices':[{'delta':{'error':{'code':1}}}]}",
                "{'response':{'error':null}}",
                "{'message':{'error':{}}}",
                "{'detail':{'error':{'code':1}}}",
                "{'error':'','choices':[]}",
                "{'error':false,'choices':[{'error':''}]}"
            })
    void seesNoErrorWhereThereIsNone(String text) {
        assertThat(read(Operation.CHAT_COMPLETIONS, text).isErroneous()).isFalse();
    }

    @Test
    void whatACutTextSaysDoesNotCount() {
        ResponseInspector answer = new ResponseInspector(Operation.RESPONSES);
        byte[] text = "{\"sequence_number\":7,\"type\":\"response.failed\",\"error\":{}}".getBytes(UTF_8);
        answer.begin();
        answer.feed(text, 0, text.length);
        assertThat(answer.isWhole() || answer.isErroneous()).isFalse();
        assertThat(answer.sequence()).isEqualTo(-1);
        answer.end();
        assertThat(answer.isWhole() && answer.isErroneous()).isTrue();
        assertThat(answer.sequence()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void aLineOfFortyMegabytesCostsNoMemory(Operation operation) {
        ResponseInspector answer = new ResponseInspector(operation);
        byte[] before = "{\"model\":\"a/b\",\"choices\":[{\"delta\":{\"images\":[{\"url\":\"".getBytes(UTF_8);
        byte[] filler = "x".repeat(64 * 1024).getBytes(UTF_8);
        byte[] after = "\"}]}}],\"usage\":{\"cost\":1}}".getBytes(UTF_8);
        long allocated = allocatedBy(ignored -> {
            answer.begin();
            answer.feed(before, 0, before.length);
            for (int piece = 0; piece < 640; piece++) {
                answer.feed(filler, 0, filler.length);
            }
            answer.feed(after, 0, after.length);
            answer.end();
        });
        assertThat(allocated).isLessThan(64 * 1024);
        assertThat(answer.isTextComplete()).isTrue();
        assertThat(facts(answer).usage()).isEqualTo("{\"cost\":1}");
    }

    @Test
    void anOrdinaryEventCostsNoMemory() {
        ResponseInspector answer = new ResponseInspector(Operation.RESPONSES);
        byte[] event = ("{\"type\":\"response.output_text.delta\",\"output_index\":0,\"item_id\":\"msg_tmp_1\","
                        + "\"delta\":\"Hi!\",\"sequence_number\":123}")
                .getBytes(UTF_8);
        Consumer<Object> tenThousand = ignored -> {
            for (int i = 0; i < 10_000; i++) {
                feed(answer, event);
            }
        };
        allocatedBy(tenThousand);
        assertThat(allocatedBy(tenThousand)).isLessThan(16 * 1024);
    }

    @Test
    void anOrdinaryChunkCostsNoMemory() {
        ResponseInspector answer = new ResponseInspector(Operation.CHAT_COMPLETIONS);
        byte[] chunk =
                ("{\"id\":\"gen-1\",\"created\":1,\"model\":\"a/b\",\"choices\":[{\"finish_reason\":null,\"index\":3,"
                                + "\"delta\":{\"content\":\"Hi!\",\"role\":\"assistant\"}}]}")
                        .getBytes(UTF_8);
        Consumer<Object> tenThousand = ignored -> {
            for (int i = 0; i < 10_000; i++) {
                feed(answer, chunk);
            }
        };
        allocatedBy(tenThousand);
        assertThat(allocatedBy(tenThousand)).isLessThan(16 * 1024);
    }

    private static long allocatedBy(Consumer<Object> work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.accept(null);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
