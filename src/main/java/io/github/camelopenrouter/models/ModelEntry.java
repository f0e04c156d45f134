/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One model under OpenRouter's names, and its JSON under the gateway's.
 *
 * <p>OpenAI clients want {@code object}, {@code created} and {@code owned_by} in every entry (source: the OpenAI API
 * reference, "The model object"); OpenRouter sends only {@code created}. Everything else passes as it came.
 */
record ModelEntry(String id, @Nullable String canonicalSlug, byte[] json) {

    /** What the gateway's ids begin with, also before OpenRouter's own {@code openrouter/auto}. */
    static final String PREFIX = "openrouter/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> WRITTEN_HERE = Set.of("id", "object", "created", "owned_by");

    static ModelEntry read(JsonSlice entry) throws IOException {
        Map<String, JsonSlice> members = entry.members();
        String id = text(members.get("id"));
        if (id == null || id.isEmpty()) {
            throw new IOException("a model without an id");
        }
        return new ModelEntry(id, text(members.get("canonical_slug")), render(id, members));
    }

    /** OpenRouter's name for a gateway's id; {@code openrouter/auto} may be either, so callers try it as it is, too. */
    static String withoutPrefix(String id) {
        return id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    }

    /** The id under which clients see it. */
    String listedId() {
        return PREFIX + id;
    }

    /** What OpenRouter says of this model, behind what begins the entry of another name for it. */
    byte[] describe(JsonObjectWriter head) throws IOException {
        return rest(head, JsonSlice.document(json).members());
    }

    /** What it costs, null where nobody knows. */
    @Nullable
    ModelPrice price() {
        return ModelPrice.of(read().path("pricing"));
    }

    /** How much it reads and writes. */
    ModelLimits limits() {
        return ModelLimits.of(read());
    }

    private JsonNode read() {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it has been written here
        }
    }

    /** Whether the id names the model itself, not a variant ({@code :free}) or a moving alias ({@code ~author/x}). */
    boolean isPlain() {
        return id.indexOf(':') < 0 && !id.startsWith("~");
    }

    /** The id with this variant ({@code :free}, or empty for none asked for) in the place of its own. */
    String idWith(String variant) {
        int colon = id.indexOf(':');
        return variant.isEmpty() || colon < 0 ? id + variant : id.substring(0, colon) + variant;
    }

    private static byte[] render(String id, Map<String, JsonSlice> members) {
        JsonObjectWriter out = new JsonObjectWriter().text("id", PREFIX + id).text("object", "model");
        JsonSlice created = members.get("created");
        if (created == null || created.isNull()) {
            out.number("created", 0);
        } else {
            out.slice("created", created);
        }
        return rest(out.text("owned_by", vendor(id)), members);
    }

    private static byte[] rest(JsonObjectWriter head, Map<String, JsonSlice> members) {
        members.forEach((name, value) -> {
            if (!WRITTEN_HERE.contains(name)) {
                head.slice(name, value);
            }
        });
        return head.toBytes();
    }

    private static String vendor(String id) {
        int slash = id.indexOf('/');
        String author = slash < 0 ? id : id.substring(0, slash);
        return author.startsWith("~") ? author.substring(1) : author;
    }

    private static @Nullable String text(@Nullable JsonSlice value) throws IOException {
        return value == null ? null : value.text();
    }
}
