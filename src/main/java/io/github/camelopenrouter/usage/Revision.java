/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.CallRecord.CostSource;
import io.github.camelopenrouter.api.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A record of the journal, to which something is added that became known later. */
final class Revision {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNRESOLVED = CostSource.UNRESOLVED.word();

    private final ObjectNode record;
    private boolean changed;

    private Revision(ObjectNode record) {
        this.record = record;
    }

    static Revision of(byte[] line) {
        try {
            return new Revision((ObjectNode) JSON.readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it has been written here
        }
    }

    /** Whether something in the record has a cost that can be asked for. */
    static boolean canBeAskedFor(JsonNode record) {
        return StreamSupport.stream(record.path("attempts").spliterator(), false)
                .anyMatch(Revision::canBeAskedForOf);
    }

    private static boolean canBeAskedForOf(JsonNode attempt) {
        return attempt.path("cost_source").asText().equals(UNRESOLVED)
                && attempt.hasNonNull("generation_id")
                && attempt.hasNonNull("upstream_key");
    }

    String gateway() {
        return record.path("gateway").asText();
    }

    /** When its call ended, or began where nobody knows that. */
    Instant ended() {
        long millis = record.path("ms").path("total").longValue();
        return Instant.parse(record.path("time").asText()).plusMillis(millis);
    }

    /** The attempts whose cost can be asked for. */
    List<ObjectNode> open() {
        List<ObjectNode> open = new ArrayList<>();
        record.path("attempts").forEach(attempt -> {
            if (canBeAskedForOf(attempt)) {
                open.add((ObjectNode) attempt);
            }
        });
        return open;
    }

    /** Adds what is known of an attempt now. */
    void resolve(ObjectNode attempt, Generation known) {
        changed = true;
        attempt.put("cost", TokenUsage.plain(known.cost()));
        if (known.upstreamCost() != null) {
            attempt.put("upstream_cost", TokenUsage.plain(known.upstreamCost()));
        }
        attempt.put("cost_source", CostSource.GENERATION.word());
        putIfAbsent(attempt, "provider", known.provider());
        if (attempt.path("n").intValue() == record.path("attempts").size()) { // whose answer the client got
            putIfAbsent(record, "provider", known.provider());
            putIfAbsent(record, "finish_reason", known.finish());
            if (!record.has("byok")) {
                record.put("byok", known.byok());
            }
            tokens(known);
        }
    }

    private void tokens(Generation known) {
        ObjectNode tokens = record.withObjectProperty("tokens");
        putIfAbsent(tokens, "prompt", known.prompt());
        putIfAbsent(tokens, "completion", known.completion());
        putIfAbsent(tokens, "reasoning", known.reasoning());
        putIfAbsent(tokens, "cached", known.cached());
        if (tokens.has("prompt") && tokens.has("completion")) {
            putIfAbsent(
                    tokens,
                    "total",
                    tokens.path("prompt").longValue()
                            + tokens.path("completion").longValue());
        }
    }

    String id() {
        return record.path("id").asText();
    }

    CallRecord.Client client() {
        JsonNode client = record.path("client");
        return new CallRecord.Client(
                text(client, "key"), text(client, "team"), text(client, "user"), text(client, "end_user"));
    }

    CallRecord.Model model() {
        JsonNode model = record.path("model");
        return new CallRecord.Model(text(model, "asked"), text(model, "sent"), text(model, "served"));
    }

    private static @Nullable String text(JsonNode node, String name) {
        return node.path(name).textValue();
    }

    BigDecimal spend() {
        return orNone(amount(record, "spend"));
    }

    boolean isChanged() {
        return changed;
    }

    boolean isUnresolved() {
        return record.path("cost_source").asText().equals(UNRESOLVED);
    }

    /** The next revision as it was made last. */
    byte[] latest() {
        return written(record);
    }

    /** Makes the next revision, with its line break. */
    byte[] line() {
        record.put("rev", record.path("rev").intValue() + 1);
        sum("cost");
        sum("upstream_cost");
        BigDecimal cost = amount(record, "cost");
        BigDecimal upstream = amount(record, "upstream_cost");
        if (cost != null || upstream != null) {
            record.put("spend", TokenUsage.plain(orNone(cost).add(orNone(upstream))));
        }
        record.put("cost_source", weakest().word());
        if (!isUnresolved()) {
            record.remove("estimate");
        }
        return written(record);
    }

    private static byte[] written(ObjectNode record) {
        try {
            return (JSON.writeValueAsString(record) + '\n').getBytes(UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // it has been read here
        }
    }

    private void sum(String name) {
        StreamSupport.stream(record.path("attempts").spliterator(), false)
                .map(attempt -> amount(attempt, name))
                .filter(Objects::nonNull)
                .reduce(BigDecimal::add)
                .ifPresent(sum -> record.put(name, TokenUsage.plain(sum)));
    }

    private CostSource weakest() {
        return StreamSupport.stream(record.path("attempts").spliterator(), false)
                .map(attempt ->
                        CostSource.valueOf(attempt.path("cost_source").asText().toUpperCase(Locale.ROOT)))
                .max(CostSource::compareTo)
                .orElse(CostSource.NONE);
    }

    private static @Nullable BigDecimal amount(JsonNode node, String name) {
        return node.hasNonNull(name) ? new BigDecimal(node.path(name).asText()) : null;
    }

    private static BigDecimal orNone(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }

    private static void putIfAbsent(ObjectNode node, String name, @Nullable String value) {
        if (value != null && !node.has(name)) {
            node.put(name, value);
        }
    }

    private static void putIfAbsent(ObjectNode node, String name, @Nullable Long value) {
        if (value != null && !node.has(name)) {
            node.put(name, value);
        }
    }
}
