/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What takes seconds on the wire, seen as a script that nobody plays. */
class DeliveryTest {

    private static Script script(SpecialModel special, boolean stream) {
        String body = SandboxFixture.body(SandboxFixture.CHAT, special.id(), stream);
        Model model = new ModelList().resolve(special.id());
        var json = (ObjectNode) Json.parse(body);
        Call call = new Call(Api.CHAT, json, body, model, "gen-1", 1, "key", MultiMap.caseInsensitiveMultiMap());
        Charge charge = new Charge(new Ledger(Clock.systemUTC()), call);
        return special.answer(new Answer(call, new ReplyComposer(new PromptCache()), charge));
    }

    private static String text(Step step) {
        return step instanceof Step.Bytes bytes ? bytes.buffer().toString() : "";
    }

    @Test
    void beatsUntilASlowModelsFirstTokenAfterThreeSeconds() {
        List<Step> before = script(SpecialModel.SLOW, true)
                .steps()
                .takeWhile(step -> !text(step).startsWith("data:"))
                .toList();
        assertThat(before.get(0)).isEqualTo(new Step.Head());
        assertThat(before.stream().filter(step -> text(step).equals(": OPENROUTER PROCESSING\n\n")))
                .hasSize(7);
        assertThat(pauses(before)).isEqualTo(3_000);
    }

    @Test
    void padsASlowModelsPlainAnswer() {
        List<Step> steps = script(SpecialModel.SLOW, false).steps().toList();
        assertThat(steps.stream().filter(step -> text(step).equals("\n         \n")))
                .hasSize(7);
        assertThat(pauses(steps)).isEqualTo(3_000);
    }

    @Test
    void keepsTheHeadOfASilentModelBackForTwentySeconds() {
        assertThat(script(SpecialModel.SILENT, true).steps().limit(2))
                .containsExactly(new Step.Pause(20_000), new Step.Head());
    }

    @Test
    void waitsThirtyMillisecondsBetweenWords() {
        List<Step> steps = script(SpecialModel.SLOW, true).steps().toList();
        assertThat(steps).contains(new Step.Pause(30));
    }

    private static long pauses(List<Step> steps) {
        return steps.stream()
                .mapToLong(step -> step instanceof Step.Pause pause ? pause.millis() : 0)
                .sum();
    }
}
