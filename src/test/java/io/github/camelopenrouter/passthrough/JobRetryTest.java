/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.TestGateway;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.OneRequest;
import io.github.camelopenrouter.testing.ScriptedUpstream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job goes on without whoever has asked for it: it is asked for again only where none can have begun. */
class JobRetryTest extends HttpTest {

    private static final String[] SETTINGS = {"retry.attempts=2", "retry.delay=1ms", "retry.budget=100"};
    private static final String MODEL = "{\"model\":\"google/veo-3.1\",\"prompt\":\"x\"}";
    private static final String JOB = "{\"id\":\"job-1\",\"status\":\"pending\"}";

    private final BlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();

    JobRetryTest() {
        super(SETTINGS);
    }

    /** More calls than retries, so that the budget is not what keeps a job from being asked for again. */
    @BeforeAll
    void earnABudget() throws Exception {
        gateway.context().getRegistry().bind("told", (CallListener) records::add);
        upstream.script(call -> call.answer(202, JSON, JOB));
        for (int call = 0; call < 20; call++) {
            assertThat(ask().status()).isEqualTo(202);
        }
    }

    @BeforeEach
    void forgetRecords() {
        records.clear();
    }

    private OneRequest.Answer ask() throws Exception {
        return new OneRequest(gateway.port()).post("/v1/videos", MODEL);
    }

    private CallRecord record() throws InterruptedException {
        CallRecord told = records.poll(20, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        return told;
    }

    private void assertAskedOnce(OneRequest.Answer answer) throws InterruptedException {
        assertThat(upstream.callCount()).isEqualTo(1);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        CallRecord told = record();
        assertThat(told.attempts()).hasSize(1);
        assertThat(told.costSource()).isEqualTo(CostSource.UNRESOLVED);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 504, 524})
    void isNotAskedForAgainWhereItMayHaveBegun(int status) throws Exception {
        upstream.script(call -> call.answer(status, JSON, "{\"error\":{\"message\":\"late\"}}"));

        OneRequest.Answer answer = ask();

        assertThat(answer.status()).isEqualTo(status);
        assertAskedOnce(answer);
    }

    @Test
    void isNotAskedForAgainWhereTheConnectionBreaks() throws Exception {
        upstream.script(ScriptedUpstream.Call::reset);

        OneRequest.Answer answer = ask();

        assertThat(answer.status()).isEqualTo(502);
        assertAskedOnce(answer);
    }

    @Test
    void isNotAskedForAgainWhereItsAnswerBreaksOff() throws Exception {
        upstream.script(call -> call.head(202, JSON).send(JOB.substring(0, 9)).reset());

        OneRequest.Answer answer = ask();

        assertThat(answer.status()).isEqualTo(502);
        assertAskedOnce(answer);
    }

    @Test
    void isNotAskedForAgainWhereARefusalNamesWhatMayBeBilled() throws Exception {
        upstream.script(
                call -> call.answer(503, JSON, "{\"error\":{\"message\":\"late\"}}", "X-Generation-Id: gen-vid-1"));

        assertAskedOnce(ask());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void isAskedForAgainWhereItWasRefused(int status) throws Exception {
        upstream.script(call -> {
            if (upstream.callCount() == 1) {
                call.answer(status, JSON, "{\"error\":{\"message\":\"full\"}}");
            } else {
                call.answer(202, JSON, JOB);
            }
        });

        assertThat(ask().status()).isEqualTo(202);

        CallRecord told = record();
        assertThat(told.attempts())
                .extracting(CallRecord.Attempt::costSource)
                .containsExactly(CostSource.NONE, CostSource.UNRESOLVED);
    }

    @Test
    void costsNothingWhereItWasRefused() throws Exception {
        upstream.script(call -> call.answer(402, JSON, "{\"error\":{\"message\":\"no money\"}}"));

        assertThat(ask().status()).isEqualTo(402);

        assertThat(record().costSource()).isEqualTo(CostSource.NONE);
    }

    @Test
    void isAskedForAgainWhereNothingWasSent() throws Exception {
        ScriptedUpstream gone = ScriptedUpstream.start(call -> {});
        gone.close();
        try (TestGateway alone = TestGateway.start(gone.baseUrl(), SETTINGS)) {
            alone.context().getRegistry().bind("told", (CallListener) records::add);

            OneRequest.Answer answer = new OneRequest(alone.port()).post("/v1/videos", MODEL);

            assertThat(answer.status()).isEqualTo(502);
            CallRecord told = record();
            assertThat(told.attempts()).hasSizeGreaterThan(1);
            assertThat(told.costSource()).isEqualTo(CostSource.NONE);
        }
    }

    @Test
    void isAnotherMatterThanAPictureThatEndsWithItsCall() throws Exception {
        upstream.script(call -> call.answer(upstream.callCount() == 1 ? 504 : 200, JSON, "{\"data\":[]}"));

        assertThat(new OneRequest(gateway.port()).post("/v1/images", MODEL).status())
                .isEqualTo(200);

        assertThat(upstream.callCount()).isEqualTo(2);
    }
}
