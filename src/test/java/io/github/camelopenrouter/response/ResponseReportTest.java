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

import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResponseReportTest {

    private static final ResponseFacts COMPLETE = facts(Outcome.COMPLETE);

    private final ResponseReport report = new ResponseReport();
    private final List<ResponseFacts> told = new ArrayList<>();

    private static ResponseFacts facts(Outcome outcome) {
        return new ResponseFacts(outcome, "gen-1", "a/b", null, null, 1, null, null);
    }

    @Test
    void tellsThoseWhoAskedBefore() {
        report.whenEnded(told::add);
        report.whenEnded(told::add);
        assertThat(told).isEmpty();
        report.end(COMPLETE);
        assertThat(told).containsExactly(COMPLETE, COMPLETE);
    }

    @Test
    void tellsAtOnceThoseWhoAskAfterwards() {
        report.end(COMPLETE);
        report.whenEnded(told::add);
        assertThat(told).containsExactly(COMPLETE);
    }

    @Test
    void onlyTheFirstEndCounts() {
        report.whenEnded(told::add);
        report.end(COMPLETE);
        report.end(facts(Outcome.ABANDONED));
        report.whenEnded(told::add);
        assertThat(told).containsExactly(COMPLETE, COMPLETE);
    }

    @Test
    void theEndMayComeFromAnotherThread() throws Exception {
        CompletableFuture<ResponseFacts> heard = new CompletableFuture<>();
        report.whenEnded(heard::complete);
        Thread reader = new Thread(() -> report.end(COMPLETE));
        reader.start();
        assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(COMPLETE);
        reader.join();
    }

    @Test
    void aListenerThatFailsHarmsNobody() {
        report.whenEnded(facts -> {
            throw new IllegalStateException("on purpose");
        });
        report.whenEnded(told::add);
        report.end(COMPLETE);
        assertThat(told).containsExactly(COMPLETE);
    }

    @Test
    void knowsWhatAStreamHasShownSoFar() {
        assertThat(report.begun()).isNull();
        report.begin(facts(Outcome.OPEN));
        report.end(COMPLETE);
        assertThat(report.begun()).isEqualTo(facts(Outcome.OPEN));
    }

    @Test
    void aListenerMayListenAgain() {
        report.whenEnded(facts -> report.whenEnded(told::add));
        report.end(COMPLETE);
        assertThat(told).containsExactly(COMPLETE);
    }
}
