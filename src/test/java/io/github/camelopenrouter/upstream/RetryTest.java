/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.InternalServerException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.github.camelopenrouter.testing.Door;
import io.github.camelopenrouter.testing.HttpTest;
import io.github.camelopenrouter.testing.RawClient;
import io.github.camelopenrouter.testing.ScriptedUpstream.Call;
import io.github.camelopenrouter.testing.ScriptedUpstream.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how often, and what the client sees of it. */
class RetryTest extends HttpTest {

    private static final String GOOD = "{\"id\":\"gen-1\",\"choices\":[]}";
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
    private static final String BAD = "{\"error\":{\"code\":503,\"message\":\"try \"}}";

    RetryTest() {
        super("retry.attempts=2", "retry.delay=1ms", "retry.max-delay=5s", "retry.budget=100");
    }

    /** More calls than retries, so that the budget of one test is not spent by another. */
    @BeforeEach
    void earnABudget() throws Exception {
        upstream.script(call -> call.answer(200, JSON, GOOD));
        for (int call = 0; call < 5; call++) {
            assertThat(call(Door.CHAT, false).status()).isEqualTo(200);
        }
        upstream.forget();
    }

    @AfterEach
    void leavesNothingBehind() {
        await(5).until(() -> gateway.context().getInflightRepository().size() == 0);
        await(5).until(() -> upstream.activeCalls() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void thirdTryOfAPlainCallMaySucceed(Door door) throws Exception {
        upstream.script(inTurn(status(503), status(503), call -> call.answer(200, JSON, GOOD)));
        RawClient.Answer answer = call(door, false);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(GOOD);
        assertThat(answer.header("x-should-retry")).isNull();
        assertThat(upstream.callCount()).isEqualTo(3);
    }

    /** A large body is written anew for every try. */
    @Test
    void largeBodyArrivesWholeAndWithItsLengthInEveryTry() throws Exception {
        String body = Door.CHAT.plain().replace("Hi", "x".repeat(1_000_000));
        upstream.script(inTurn(status(503), status(503), call -> call.answer(200, JSON, GOOD)));
        try (RawClient client = client().post(Door.CHAT.path(), body)) {
            assertThat(client.answer().text()).isEqualTo(GOOD);
        }
        for (int call = 0; call < 3; call++) {
            Call seen = upstream.awaitCall();
            assertThat(seen.text()).isEqualTo(body);
            assertThat(seen.headers())
                    .containsEntry("content-length", String.valueOf(body.length()))
                    .containsEntry("content-type", JSON);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.testing.Door#streams")
    void thirdTryOfAStreamMaySucceed(Door door) throws Exception {
        upstream.script(inTurn(
                Call::reset,
                call -> call.head(200, SSE).send("data: " + BAD + "\n\n").end(),
                call -> call.head(200, SSE).send(EVENT).send(DONE).end()));
        RawClient.Answer answer = call(door, true);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(EVENT + DONE);
        assertThat(upstream.callCount()).isEqualTo(3);
    }

    /** Every try sends the same. */
    @Test
    void everyTrySendsTheSameBody() throws Exception {
        upstream.script(inTurn(status(503), status(503), call -> call.answer(200, JSON, GOOD)));
        call(Door.CHAT, false);
        String first = upstream.awaitCall().text();
        assertThat(upstream.awaitCall().text()).isEqualTo(first);
        assertThat(upstream.awaitCall().text()).isEqualTo(first);
    }

    /** The last answer keeps its status and body, and the client's SDK does not try again. */
    @ParameterizedTest
    @EnumSource
    void lastAnswerIsTheClients(Door door) throws Exception {
        upstream.script(inTurn(
                status(503), status(500), call -> call.answer(529, JSON, "{\"error\":{\"message\":\"third\"}}")));
        RawClient.Answer answer = call(door, false);
        assertThat(answer.status()).isEqualTo(529);
        assertThat(answer.text()).contains("third");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(upstream.callCount()).isEqualTo(3);
    }

    @Test
    void connectionThatAlwaysBreaksIsSpentToo() throws Exception {
        upstream.script(Call::reset);
        RawClient.Answer answer = call(Door.CHAT, false);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(upstream.callCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 413, 422})
    void whatCannotGoBetterIsTriedOnce(int status) throws Exception {
        upstream.script(status(status));
        RawClient.Answer answer = call(Door.CHAT, false);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("x-should-retry")).isNull();
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    @Test
    void retryAfterIsTheLeastWait() throws Exception {
        upstream.script(
                inTurn(call -> call.answer(429, JSON, BAD, "Retry-After: 1"), call -> call.answer(200, JSON, GOOD)));
        long start = System.nanoTime();
        assertThat(call(Door.CHAT, false).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** A wait that long is for the client to decide on. */
    @Test
    void retryAfterBeyondTheLongestWaitGoesToTheClient() throws Exception {
        upstream.script(call -> call.answer(429, JSON, BAD, "Retry-After: 6"));
        RawClient.Answer answer = call(Door.CHAT, false);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("6");
        assertThat(answer.header("x-should-retry")).isNull();
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void errorIn200IsTriedAgain(Door door) throws Exception {
        upstream.script(inTurn(call -> call.answer(200, JSON, BAD), call -> call.answer(200, JSON, GOOD)));
        assertThat(call(door, false).text()).isEqualTo(GOOD);
        assertThat(upstream.callCount()).isEqualTo(2);
    }

    /** What the client has seen cannot be taken back. */
    @Test
    void nothingIsTriedAgainBehindTheFirstEvent() throws Exception {
        upstream.script(call -> call.head(200, SSE).send(EVENT).reset());
        RawClient.Answer answer = call(Door.CHAT, true);
        assertThat(answer.next(EVENT.length())).isEqualTo(EVENT);
        catchThrowable(answer::text); // ends, whichever way
        leavesNothingBehind();
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    @Test
    void clientThatLeavesEndsTheWait() throws Exception {
        upstream.script(call -> call.answer(503, JSON, BAD, "Retry-After: 5"));
        RawClient client = client().post(Door.CHAT.path(), Door.CHAT.plain());
        upstream.awaitCall();
        await(5).until(() -> upstream.activeCalls() == 0);
        client.hangUp();
        await(2).until(() -> gateway.context().getInflightRepository().size() == 0);
        assertThat(upstream.callCount()).isEqualTo(1);
    }

    /** The SDK's own retries do not multiply ours. */
    @Test
    void sdkLeavesItAtOurTries() {
        upstream.script(status(503));
        OpenAIClient sdk = OpenAIOkHttpClient.builder()
                .baseUrl(gateway.uri("/v1").toString())
                .apiKey("any")
                .maxRetries(2)
                .build();
        try {
            ChatCompletionCreateParams hi = ChatCompletionCreateParams.builder()
                    .model("openai/gpt-4o")
                    .addUserMessage("Hi")
                    .build();
            assertThat(catchThrowable(() -> sdk.chat().completions().create(hi)))
                    .isInstanceOf(InternalServerException.class);
        } finally {
            sdk.close();
        }
        assertThat(upstream.callCount()).isEqualTo(3);
    }

    private RawClient.Answer call(Door door, boolean stream) throws IOException {
        return client().post(door.path(), stream ? door.streaming() : door.plain())
                .answer();
    }

    private static Script status(int status) {
        return call -> call.answer(status, JSON, BAD);
    }

    /** One script for each call. */
    private static Script inTurn(Script... scripts) {
        Queue<Script> left = new ArrayDeque<>(List.of(scripts));
        return call -> {
            Script next;
            synchronized (left) {
                next = left.remove();
            }
            next.answer(call);
        };
    }
}
