/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.api.BegunAttempt;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.call.AttemptObserver;
import io.github.camelopenrouter.call.TracingSlot;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.spi.AttemptListener;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.RequestListener;
import io.github.camelopenrouter.testing.Exchanges;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;

class RecordedCallTest {

    private final List<Object> told = new ArrayList<>();
    private final Exchange exchange = Exchanges.empty();

    private final AttemptListener books = new AttemptListener() {
        @Override
        public void begins(BegunAttempt attempt) {
            told.add(attempt);
        }

        @Override
        public void ended(CallRecord call) {
            told.add(call);
        }
    };

    @Test
    void attemptsAndTheEndAreOfOneCall() {
        AttemptObserver observer = begun();
        observer.sends(exchange, 1, "openai/gpt-4o", "main");
        observer.generates("gen-1");
        end();

        assertThat(told).hasSize(3);
        BegunAttempt first = (BegunAttempt) told.get(0);
        BegunAttempt second = (BegunAttempt) told.get(1);
        assertThat(first.generationId()).isNull();
        assertThat(second).isEqualTo(first.generating("gen-1"));
        assertThat(((CallRecord) told.get(2)).id()).isEqualTo(first.id());
        assertThat(first.operation()).isEqualTo("chat-completions");
    }

    /** Its client has left, and the head of the answer comes when the record is written. */
    @Test
    void nothingIsToldOfACallThatHasEnded() {
        AttemptObserver observer = begun();
        observer.sends(exchange, 1, "openai/gpt-4o", "main");
        end();
        observer.generates("gen-1");
        observer.sends(exchange, 2, "openai/gpt-4o", "main");

        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isInstanceOf(CallRecord.class);
    }

    /** Of whichever call, also one that came by no door. */
    @Test
    void whoWantsToSeeTheRequestHasItsOwnListenerTold() {
        exchange.getMessage().setBody("{}");
        List<CallRecord> seen = new ArrayList<>();
        RequestListener seeing = new RequestListener() {
            @Override
            public CallListener listenerFor(Exchange request) {
                assertThat(request.getMessage().getBody()).isEqualTo("{}");
                return seen::add;
            }

            @Override
            public void ended(CallRecord call) {
                throw new AssertionError("another is told in its place");
            }
        };
        CallListeners listeners = listeners();
        listeners.add(seeing);
        RecordedCall.begin(exchange, listeners, "", "openrouter-chat-completions");
        end();
        assertThat(seen).hasSize(1);
    }

    private AttemptObserver begun() {
        CallListeners listeners = listeners();
        listeners.add(books);
        exchange.setProperty(OpenRouterConstants.OPERATION, Operation.CHAT_COMPLETIONS);
        RecordedCall.begin(exchange, listeners, "", "openrouter-chat-completions");
        AttemptObserver observer = AttemptObserver.of(exchange);
        assertThat(observer).isNotNull();
        return observer;
    }

    private CallListeners listeners() {
        ModelCatalogue noModels = new ModelCatalogue(query -> null, Clock.systemUTC(), task -> {}, Map.of());
        return new CallListeners(
                exchange.getContext(), new AccessLog(false), new CallEstimates(noModels), new TracingSlot(), false);
    }

    private void end() {
        UnitOfWorkHelper.doneSynchronizations(
                exchange, exchange.getExchangeExtension().handoverCompletions());
    }
}
