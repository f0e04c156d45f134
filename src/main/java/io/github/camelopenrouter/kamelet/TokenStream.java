/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.api.TokenUsage;
import io.github.camelopenrouter.response.OwnedStreamConverters;
import io.github.camelopenrouter.response.UsageMerge;
import io.github.camelopenrouter.response.UsageReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer, piece by piece as the model writes it; for a streaming split. {@link #close()} before the end
 * frees the upstream, and the splitter calls it. An answer that fails or breaks off is an
 * {@link OpenRouterCallException}. Not for several threads at a time.
 *
 * <p>Camel's splitter asks for the piece after this one before it hands this one on. So {@link #hasNext()} does not wait
 * when it is asked for the first time after a piece: it says yes. Asked again, it waits and knows. Whoever asks only once,
 * as a loop in Java does, gets an empty text where there was no other piece.
 */
public final class TokenStream implements Iterator<String>, Closeable {

    private static final String END = "[DONE]";

    private final EventDataReader events;
    private final ResponseShape shape;
    private @Nullable String next;
    /** Whether {@link #hasNext()} has said yes to a piece that has not come yet. */
    private boolean promised;
    /** Whether nobody has asked {@link #hasNext()} since the last piece. */
    private boolean justHandedOut;
    /** What the events have told of it, in one JSON object. */
    private @Nullable String allUsage;
    /** Whether it has said anything as an answer. */
    private boolean answered;
    /** What it says in place of one, or beside it. */
    private final StringBuilder refusal = new StringBuilder();

    private volatile boolean ended;
    private volatile @Nullable String generationId;
    private volatile @Nullable String model;
    private volatile TokenUsage usage = TokenUsage.UNKNOWN;

    TokenStream(InputStream events, ResponseShape shape) {
        this.events = new EventDataReader(events);
        this.shape = shape;
    }

    @Override
    public boolean hasNext() {
        if (justHandedOut) {
            justHandedOut = false;
            promised = true;
            return true;
        }
        if (next == null && !ended && SplitterProbe.now()) {
            giveUp();
        }
        if (next == null) {
            next = read();
            promised = false;
        }
        return next != null;
    }

    @Override
    public String next() {
        String piece = next != null ? next : read();
        boolean excused = promised;
        next = null;
        promised = false;
        justHandedOut = piece != null;
        if (piece != null) {
            return piece;
        }
        if (!excused) {
            throw new NoSuchElementException("The answer has ended");
        }
        return "";
    }

    /** Frees the upstream; nothing more comes. */
    @Override
    public void close() throws IOException {
        ended = true;
        justHandedOut = false;
        next = null;
        events.close();
    }

    /** OpenRouter's id of the answer, null before the first piece. */
    public @Nullable String getGenerationId() {
        return generationId;
    }

    /** The model that serves, null before the first piece. */
    public @Nullable String getModel() {
        return model;
    }

    /** Null before the end. */
    public @Nullable Integer getPromptTokens() {
        return ResultHeaders.count(usage.prompt());
    }

    /** Null before the end. */
    public @Nullable Integer getCompletionTokens() {
        return ResultHeaders.count(usage.completion());
    }

    /** What it cost in credits, exactly as OpenRouter writes it; null before the end. */
    public @Nullable BigDecimal getCost() {
        return usage.cost();
    }

    /** What whoever only looks on gets to see of it. */
    @Override
    public String toString() {
        return OwnedStreamConverters.NOT_READ;
    }

    private void giveUp() {
        try {
            close();
        } catch (IOException e) {
            throw OpenRouterCallException.brokenOff(e);
        }
    }

    private @Nullable String read() {
        try {
            while (!ended) {
                String data = events.next();
                if (data == null || data.equals(END)) {
                    end();
                    return null;
                }
                String piece = read(data);
                if (!piece.isEmpty()) {
                    return piece;
                }
            }
            return null;
        } catch (IOException e) {
            throw OpenRouterCallException.brokenOff(e);
        }
    }

    private void end() throws IOException {
        close();
        if (!refusal.isEmpty() && !answered) {
            throw OpenRouterCallException.withheld(refusal.toString(), "");
        }
    }

    private String read(String data) throws IOException {
        JsonNode event = Json.readLeniently(data);
        describe(shape.described(event));
        JsonNode error = shape.error(event);
        if (!error.isMissingNode()) {
            close();
            throw OpenRouterCallException.inAnswer(error, data);
        }
        refusal.append(shape.refusal(event));
        if (shape.isFiltered(event)) {
            close();
            throw OpenRouterCallException.withheld(refusal.toString(), data);
        }
        String piece = shape.delta(event);
        answered |= !piece.isEmpty();
        return piece;
    }

    private void describe(JsonNode known) {
        generationId = known.path("id").asText(generationId);
        model = known.path("model").asText(model);
        if (known.path("usage").isObject()) {
            allUsage = UsageMerge.of(allUsage, known.path("usage").toString());
            usage = UsageReader.read(allUsage);
        }
    }
}
