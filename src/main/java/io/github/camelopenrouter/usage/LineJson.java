/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Redaction;
import io.github.camelopenrouter.api.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the members of a line are written: nothing for what nobody knows, amounts as texts with the digits that were billed,
 * times in milliseconds with their decimals, instants in UTC.
 *
 * @param json inside the line's object
 */
record LineJson(JsonGenerator json) {

    /** The longest text in characters; names of models and ids are far shorter. */
    private static final int LONGEST = 256;

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Writes the members of a line. */
    interface Content {
        void write(LineJson line) throws IOException;
    }

    /** The line, with its line break. */
    static byte[] write(Content content) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            content.write(new LineJson(json));
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is nothing that could fail in memory
        }
    }

    /** When the call arrived. */
    void time(Instant arrival) throws IOException {
        json.writeStringField("time", timeOf(arrival));
    }

    static String timeOf(Instant time) {
        return MILLIS.format(time);
    }

    void client(CallRecord.Client client) throws IOException {
        json.writeObjectFieldStart("client");
        text("key", client.key());
        text("team", client.team());
        text("user", client.user());
        text("end_user", client.endUser());
        json.writeEndObject();
    }

    void tags(Map<String, String> tags) throws IOException {
        if (!tags.isEmpty()) {
            json.writeObjectFieldStart("tags");
            for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
                text(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        }
    }

    /** What a client or an upstream may have chosen is cut, and no key stands in it, pasted where none belongs. */
    void text(String name, @Nullable String value) throws IOException {
        if (value != null) {
            String cut = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
            json.writeStringField(name, cut.contains(Redaction.KEY_PREFIX) ? Redaction.maskKeysAnywhere(cut) : cut);
        }
    }

    void number(String name, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value.longValue());
        }
    }

    void amount(String name, @Nullable BigDecimal value) throws IOException {
        text(name, TokenUsage.plain(value));
    }

    void millis(String name, @Nullable Duration value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, BigDecimal.valueOf(value.toNanos() / 1000, 3));
        }
    }
}
