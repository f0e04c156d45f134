/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.policy.document.Allow.Part;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files in a conversation: with their content, by an address from which OpenRouter or a vendor fetches them, or by the id of
 * one that lies there. In all the shapes of the three APIs: {@code file}, {@code input_file}, {@code document}.
 */
final class FileCheck {

    private static final Set<String> TYPES = Set.of("file", "input_file", "document");

    /** Where such a part may say more of it. */
    private static final List<String> WITHIN = List.of("file", "source");

    /** Base64 has no colon; {@code data:} is content. */
    private static final Pattern ADDRESS = Pattern.compile("\\s*(?!data:)[a-z][a-z0-9+.-]*:.*", Pattern.DOTALL);

    private static final int LONGEST_SCHEME = 256;
    private static final String DATA = "file_data";
    private static final String URL = "url";

    private final Grant grant;
    private final PlainJson plain;

    FileCheck(Grant grant, PlainJson plain) {
        this.grant = grant;
        this.plain = plain;
    }

    void part(ObjectNode part, String field) {
        JsonNode data = part.get(DATA);
        boolean address = isAddress(data);
        boolean byUrl = address || part.hasNonNull("file_url");
        boolean byContent = !address && RequestTree.isGiven(data);
        boolean byId = isById(part);
        if (isFile(part)) {
            byUrl |= isByUrl(part);
            for (int i = 0; i < WITHIN.size(); i++) {
                JsonNode more = plain.of(part.path(WITHIN.get(i)));
                byUrl |= isByUrl(more) || isAddress(more.get(DATA));
                byId |= isById(more);
            }
            byContent |= !byUrl && !byId;
        }
        if (byId) {
            requireIds(field);
        }
        if (byUrl && !grant.allows(Part.FILES, URL)) {
            throw Denied.notAllowed(
                    "A file in '" + field + "' must stand there itself: its 'url' is not allowed here.", field);
        }
        if (byContent && !grant.allows(Part.FILES, "content")) {
            throw Denied.notAllowed("The content of a file in '" + field + "' is not allowed here.", field);
        }
    }

    /** For what names a file that lies at OpenRouter or a vendor. */
    void requireIds(String field) {
        if (!grant.allows(Part.FILES, "file_id")) {
            throw Denied.notAllowed(
                    "A file in '" + field + "' must stand there itself: 'file_id' is not allowed here.", field);
        }
    }

    private static boolean isFile(ObjectNode part) {
        JsonNode type = part.get("type");
        return RequestTree.isText(type) && TYPES.contains(type.textValue().toLowerCase(Locale.ROOT));
    }

    private static boolean isByUrl(JsonNode part) {
        return part.hasNonNull(URL)
                || part.hasNonNull("file_url")
                || part.path("type").asText().equalsIgnoreCase(URL);
    }

    static boolean isById(JsonNode part) {
        return part.hasNonNull("file_id") || part.hasNonNull("file_ids");
    }

    /** Blank as far as one looks is in doubt, too. */
    private static boolean isAddress(@Nullable JsonNode data) {
        if (data == null || !data.isTextual()) {
            return false;
        }
        String start = RequestTree.startOf(data, LONGEST_SCHEME).toLowerCase(Locale.ROOT);
        return ADDRESS.matcher(start).matches() || start.isBlank() && !start.isEmpty();
    }
}
