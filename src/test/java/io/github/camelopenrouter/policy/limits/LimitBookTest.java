/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.policy.request.Grants;
import io.github.camelopenrouter.testing.ManualTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class LimitBookTest {

    private static final String HASH = "c0e618a52e1af3374137415b36cff0e2d55fc03ec3ffe5837e2558991893dea1";
    private static final Principal BOT = new Principal("bot", "a", "ada", Set.of());

    private final ManualTime time = new ManualTime();
    private final AtomicReference<Policy> policy = new AtomicReference<>();

    @Test
    void allLevelsHaveToAdmitACallAndOneThatRefusesTakesNothing() {
        LimitBook book = book("requests: 10/min", "requests: 20/min", "requests: 30/min", "requests: 2/min");
        call(book).takeRequest();
        call(book).takeRequest();
        assertThatThrownBy(() -> call(book).takeRequest())
                .hasMessage("The limit of 2 requests a minute of key 'bot' is reached: try again in 30 seconds.");
        assertThat(book.of(grant()))
                .extracting(level -> level.requests().left().remaining())
                .containsExactly(8L, 18L, 28L, 0L);
    }

    @Test
    void whoIsRefusedIsNotUnderWay() {
        LimitBook book = book("concurrent: 2", "requests: 1/min", "", "concurrent: 1");
        LimitedCall first = call(book);
        first.takeRequest();
        assertThatThrownBy(() -> call(book).takeRequest())
                .hasMessageContaining("1 call under way at once of key 'bot'");
        assertThat(running(book)).containsExactly(1, 1);
        first.onDone(exchange());
        first.onDone(exchange());
        assertThat(running(book)).containsExactly(0, 0);
        assertThatThrownBy(() -> call(book).takeRequest()).hasMessageContaining("1 request a minute of team 'a'");
        assertThat(running(book)).containsExactly(0, 0);
    }

    @Test
    void tokensThatNobodyHasUsedComeBack() {
        LimitBook book = book("tokens: 1000/min", "tokens: 500/min", "", "");
        LimitedCall call = call(book);
        call.takeTokens(400);
        assertThat(tokens(book)).containsExactly(600L, 100L);
        assertThatThrownBy(() -> call(book).takeTokens(200)).isInstanceOf(OpenRouterException.class);
        assertThat(tokens(book)).containsExactly(600L, 100L);
        call.onDone(exchange());
        assertThat(tokens(book)).containsExactly(1000L, 500L);
    }

    @Test
    void aCallThatFitsInNoBucketIsToldToBeSmaller() {
        LimitBook book = book("tokens: 1000/min", "tokens: 500/min", "", "");
        assertThatThrownBy(() -> call(book).takeTokens(501))
                .hasMessage(
                        "This request may take 501 tokens, and the limit of 500 tokens a minute of team 'a' is less than"
                                + " that: shorten the prompt or ask for fewer output tokens.")
                .extracting("status", "code")
                .containsExactly(400, "over_limit");
        assertThat(tokens(book)).containsExactly(1000L, 500L);
    }

    @Test
    void aPolicyThatChangesKeepsWhatStaysTheSame() {
        LimitBook book = book("requests: 10/min, tokens: 100/min", "requests: 5/min", "", "concurrent: 1");
        LimitedCall call = call(book);
        call.takeRequest();
        call.takeTokens(60);
        write("requests: 10/min, tokens: 200/min", "tokens: 50/min", "", "concurrent: 2");
        List<LevelLimits> now = book.of(grant());
        assertThat(now.get(0).requests().left().remaining()).isEqualTo(9);
        assertThat(now.get(0).tokens().left().remaining()).isEqualTo(200);
        assertThat(now.get(1).requests()).isNull();
        assertThat(now.get(2).calls().most()).isEqualTo(2);
        assertThat(now.get(2).calls().running()).hasValue(1);
        call.onDone(exchange());
        assertThat(now.get(2).calls().running()).hasValue(0);
    }

    @Test
    void aPolicyWithoutLimitsHasNone() {
        LimitBook book = book("", "", "", "");
        assertThat(book.isEmpty()).isTrue();
        write("", "concurrent: 1", "", "");
        assertThat(book.isEmpty()).isFalse();
    }

    private List<Integer> running(LimitBook book) {
        return book.of(grant()).stream()
                .filter(level -> level.calls() != null)
                .map(level -> level.calls().running().get())
                .toList();
    }

    private List<Long> tokens(LimitBook book) {
        return book.of(grant()).stream()
                .map(level -> level.tokens().left().remaining())
                .toList();
    }

    private LimitedCall call(LimitBook book) {
        return LimitedCall.begin(exchange(), "openrouter-chat-completions", book.of(grant()), time);
    }

    private static Exchange exchange() {
        return new DefaultExchange(new DefaultCamelContext());
    }

    private Grant grant() {
        return new Grants(policy::get, time).of(BOT);
    }

    private LimitBook book(String organisation, String team, String user, String key) {
        write(organisation, team, user, key);
        return new LimitBook(policy::get, time);
    }

    private void write(String organisation, String team, String user, String key) {
        policy.set(PolicyYaml.read("policy.yaml", """
                organisation: { limits: { %s } }
                teams:
                  a: { limits: { %s } }
                users:
                  ada: { limits: { %s } }
                keys:
                  bot: { team: a, user: ada, sha256: %s, limits: { %s } }
                """.formatted(organisation, team, user, HASH, key), label -> false));
    }
}
