/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes one JSON object member by member, out of texts, literals and slices of another document. */
final class JsonObjectWriter {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    JsonObjectWriter text(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    JsonObjectWriter textOrNull(String name, @Nullable String value) {
        return value == null ? bytes(name, NULL) : text(name, value);
    }

    JsonObjectWriter number(String name, long value) {
        return bytes(name, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** A value that is valid JSON as it stands. */
    JsonObjectWriter bytes(String name, byte[] json) {
        name(name);
        out.writeBytes(json);
        return this;
    }

    JsonObjectWriter slice(String name, JsonSlice value) {
        name(name);
        value.writeTo(out);
        return this;
    }

    JsonObjectWriter array(String name, Iterable<byte[]> elements) {
        name(name);
        out.write('[');
        String separator = "";
        for (byte[] element : elements) {
            out.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(element);
            separator = ",";
        }
        out.write(']');
        return this;
    }

    /** The finished object; the writer is of no use afterwards. */
    byte[] toBytes() {
        if (out.size() == 0) {
            out.write('{');
        }
        out.write('}');
        return out.toByteArray();
    }

    private void name(String name) {
        out.write(out.size() == 0 ? '{' : ',');
        quoted(name);
        out.write(':');
    }

    private void quoted(String text) {
        out.write('"');
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
        out.write('"');
    }
}
