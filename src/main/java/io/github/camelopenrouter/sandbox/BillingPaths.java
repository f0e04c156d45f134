/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is asked of the ledger: by OpenRouter's own paths with a key, by the sandbox's without. */
final class BillingPaths {

    private static final int CREDITS = 100;
    private static final int LONGEST_DELAY = 86_400;
    /** So many calls are written at a time, so that a long list needs no memory. */
    private static final int CALLS_A_PIECE = 100;

    private final Ledger ledger;

    BillingPaths(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Empty for a path that is none of these. */
    Optional<Script> get(String path, HttpServerRequest request) {
        return switch (path) {
            case "/v1/key" -> Optional.of(data(ledger.account(Authentication.check(request))));
            case "/v1/credits" -> {
                Authentication.check(request);
                yield Optional.of(
                        data(Json.object().put("total_credits", CREDITS).put("total_usage", ledger.total())));
            }
            case "/v1/generation" -> Optional.of(generation(request.params().get("id"), Authentication.check(request)));
            default -> Optional.empty();
        };
    }

    private Script generation(@Nullable String id, String key) {
        return ledger.find(id, key)
                .map(found -> data(found.described()))
                .orElseThrow(() -> new Refusal(ApiError.of(404, "Generation " + id + " not found")));
    }

    /** {@code GET /sandbox/billed}: amounts are texts in plain digits, for readers that would round numbers. */
    Script billed() {
        Ledger.Statement statement = ledger.statement();
        List<Generation> calls = statement.calls();
        Stream<String> pieces = IntStream.range(0, (calls.size() + CALLS_A_PIECE - 1) / CALLS_A_PIECE)
                .mapToObj(piece -> piece(calls, piece * CALLS_A_PIECE));
        Stream<String> text = Stream.concat(
                Stream.of("{\"total\":\"" + statement.total().toPlainString() + "\",\"calls\":["),
                Stream.concat(pieces, Stream.of("]}\n")));
        return Script.of(200, Script.JSON, Stream.concat(text.map(Step.Bytes::of), Stream.of(Step.Ending.CLEAN)));
    }

    private static String piece(List<Generation> calls, int from) {
        StringBuilder text = new StringBuilder();
        for (Generation call : calls.subList(from, Math.min(calls.size(), from + CALLS_A_PIECE))) {
            text.append(text.isEmpty() && from == 0 ? "\n" : ",\n").append(Json.write(line(call.billed())));
        }
        return text.toString();
    }

    private static ObjectNode line(BilledCall call) {
        return Json.object()
                .put("generation_id", call.generationId())
                .put("model", call.model())
                .put("cost", call.cost().toPlainString())
                .put("key", call.key())
                .put("state", call.state());
    }

    /** {@code POST /sandbox/generation-delay?seconds=}: how long a generation is not found. */
    Script delay(MultiMap query) {
        Duration delay = seconds(query.get("seconds"));
        ledger.delay(delay);
        return Script.json(200, Json.object().put("generation_delay_seconds", BigDecimal.valueOf(delay.toMillis(), 3)));
    }

    private static Duration seconds(@Nullable String text) {
        try {
            BigDecimal seconds = new BigDecimal(String.valueOf(text));
            if (seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(LONGEST_DELAY)) <= 0) {
                return Duration.ofMillis(seconds.movePointRight(3).longValue());
            }
        } catch (NumberFormatException e) {
            throw badDelay();
        }
        throw badDelay();
    }

    private static Refusal badDelay() {
        return Refusal.badRequest("seconds: expected a number from 0 to " + LONGEST_DELAY);
    }

    private static Script data(ObjectNode data) {
        ObjectNode body = Json.object();
        body.set("data", data);
        return Script.json(200, body);
    }
}
