/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.CallRecord;
import io.github.camelopenrouter.api.Redaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the members of a line are written: nothing for what nobody knows, amounts as texts with the digits that were billed,
 * times in milliseconds with their decimals, instants in UTC.
 */
final class LineJson {

    /** The longest text in characters; names of models and ids are far shorter. */
    private static final int LONGEST = 256;

    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private final JsonBytes json;

    private LineJson(int usual) {
        json = new JsonBytes(usual);
    }

    /**
     * The line, with its line break.
     *
     * @param usual how many bytes it will most likely be, at most
     */
    static byte[] write(int usual, Consumer<LineJson> content) {
        LineJson line = new LineJson(usual);
        line.json.open('{');
        content.accept(line);
        line.json.raw('}');
        line.json.raw('\n');
        return line.json.toBytes();
    }

    /** When the call arrived. */
    void time(Instant arrival) {
        long millis = arrival.toEpochMilli();
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
        long ofDay = Math.floorMod(millis, DAY);
        json.name("time");
        json.raw('"');
        json.digits(day.getYear(), 4);
        part('-', day.getMonthValue(), 2);
        part('-', day.getDayOfMonth(), 2);
        part('T', ofDay / 3_600_000, 2);
        part(':', ofDay / 60_000 % 60, 2);
        part(':', ofDay / 1_000 % 60, 2);
        part('.', ofDay % 1_000, 3);
        json.raw("Z\"");
    }

    private void part(char separator, long value, int digits) {
        json.raw(separator);
        json.digits(value, digits);
    }

    /** What follows stands in it until it is {@linkplain #end() ended}. */
    void object(String name) {
        json.name(name);
        json.raw('{');
    }

    void end() {
        json.raw('}');
    }

    /** An array of objects. */
    <T> void objects(String name, Iterable<T> elements, Consumer<T> content) {
        json.name(name);
        json.raw('[');
        for (T element : elements) {
            json.open('{');
            content.accept(element);
            json.raw('}');
        }
        json.raw(']');
    }

    void client(CallRecord.Client client) {
        object("client");
        text("key", client.key());
        text("team", client.team());
        text("user", client.user());
        text("end_user", client.endUser());
        end();
    }

    void tags(Map<String, String> tags) {
        if (!tags.isEmpty()) {
            object("tags");
            new TreeMap<>(tags).forEach(this::text);
            end();
        }
    }

    /** A text of our own. */
    void word(String name, String value) {
        json.name(name);
        json.quoted(value);
    }

    /** What a client or an upstream may have chosen is cut, and no key stands in it, pasted where none belongs. */
    void text(String name, @Nullable String value) {
        if (value != null) {
            word(name, shown(value));
        }
    }

    static String shown(String value) {
        return Redaction.start(value, LONGEST);
    }

    void number(String name, @Nullable Number value) {
        if (value != null) {
            json.name(name);
            json.number(value.longValue());
        }
    }

    void flag(String name, @Nullable Boolean value) {
        if (value != null) {
            json.name(name);
            json.raw(value.toString());
        }
    }

    void amount(String name, @Nullable BigDecimal value) {
        if (value != null) {
            word(name, value.toPlainString());
        }
    }

    void millis(String name, @Nullable Duration value) {
        if (value != null) {
            long micros = Math.max(0, value.toNanos() / 1_000);
            json.name(name);
            json.number(micros / 1_000);
            part('.', micros, 3);
        }
    }
}
