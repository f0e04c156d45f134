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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.call.CallWatch;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.TruncatedException;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the end of an answer is told that nobody looks into. */
class OpaqueResponseTest {

    private final List<Outcome> told = new ArrayList<>();

    /** Of an answer that comes byte by byte. */
    private OpaqueResponse answer(CutStream upstream, int length) {
        ResponseReport report = new ResponseReport();
        report.whenEnded(facts -> told.add(facts.outcome()));
        return new OpaqueResponse(upstream, watch(length), report, "gen-1");
    }

    /** @param length that the answer has told, below zero for none */
    private static CallWatch watch(int length) {
        return new CallWatch() {
            private int pieces;

            @Override
            public void progress() {
                pieces++;
            }

            @Override
            public boolean isAbandoned() {
                return false;
            }

            @Override
            public OpenRouterException failure() {
                return null;
            }

            @Override
            public boolean hasAllBytes() {
                return pieces == length;
            }
        };
    }

    @Test
    void isToldInFrontOfTheLastByteOfAKnownLength() throws IOException {
        OpaqueResponse answer = answer(CutStream.clean("abc", 1), 3);
        answer.awaitFirst();
        assertThat(answer.readNBytes(2)).isEqualTo("ab".getBytes(UTF_8));
        assertThat(told).isEmpty();
        assertThat(answer.read()).isEqualTo('c');
        assertThat(told).containsExactly(Outcome.COMPLETE);
        answer.close();
        assertThat(told).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void isToldAtTheEndOfFileOtherwise() throws IOException {
        OpaqueResponse answer = answer(CutStream.clean("abc", 1), -1);
        answer.awaitFirst();
        assertThat(answer.readNBytes(3)).isEqualTo("abc".getBytes(UTF_8));
        assertThat(told).isEmpty();
        assertThat(answer.read()).isEqualTo(-1);
        assertThat(told).containsExactly(Outcome.COMPLETE);
    }

    @Test
    void isATruncationBeforeTheLengthIsReached() throws IOException {
        OpaqueResponse answer = answer(CutStream.reset("abc"), 4);
        answer.awaitFirst();
        assertThatThrownBy(answer::readAllBytes).isInstanceOf(TruncatedException.class);
        assertThat(told).containsExactly(Outcome.TRUNCATED);
    }
}
