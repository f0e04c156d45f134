/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.error.OpenRouterException;
import org.junit.jupiter.api.Test;

/** The link of a call that is only a step on the way to a client's answer. */
class ClientLinkTest {

    private final ClientLink client = new ClientLink();

    @Test
    void aStepEndsWithItsClient() {
        ClientLink step = client.forStep();
        assertThat(step.isGone()).isFalse();

        client.leave();

        assertThat(step.isGone()).isTrue();
        assertThat(client.forStep().isGone()).isTrue();
    }

    @Test
    void aStepStopsWithTheAnswerItIsFor() {
        ClientLink step = client.forStep();

        client.stop(OpenRouterException.stopping());

        assertThat(step.stopReason()).isPresent();
    }

    @Test
    void whatAStepWaitsForIsNotWhatTheClientWaitsFor() {
        ClientLink step = client.forStep();

        step.expect(Operation.CHAT_COMPLETIONS, true);

        assertThat(client.expectation()).isNull();
        assertThat(step.isCommitted()).isFalse();
    }
}
