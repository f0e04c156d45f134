/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.admin.PathName;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.policy.document.PolicyJson;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What an administrator has sent: which entry is meant, and what is to become of it. */
final class Order {

    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?(\\d{1,18})\"?");
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";

    private Order() {}

    /** The name in the path, decoded once. */
    static String name(Exchange exchange, Kind kind) {
        return kind.isNamed() ? PathName.of(exchange).orElse(Kind.ALONE) : Kind.ALONE;
    }

    /** The body, which has to be one object; of an empty one an object without fields. */
    static ObjectNode object(Exchange exchange) throws PolicyFault {
        JsonNode body = body(exchange);
        if (!(body instanceof ObjectNode object)) {
            throw OpenRouterException.invalidRequest("The body must be a JSON object.", null);
        }
        return object;
    }

    static JsonNode body(Exchange exchange) throws PolicyFault {
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        JsonNode body = PolicyJson.read(bytes == null || bytes.length == 0 ? new byte[] {'{', '}'} : bytes);
        requireText(body, "");
        return body;
    }

    /** No name and no value may have a NUL, which PostgreSQL cannot hold, or half of a character. */
    private static void requireText(JsonNode node, String pointer) throws PolicyFault {
        if (node.isTextual() && isNoText(node.textValue())) {
            throw new PolicyFault(pointer, "a text must not have a NUL or half of a character in it");
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            requireText(node.get(i), pointer + "/" + i);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (isNoText(field.getKey())) {
                throw new PolicyFault(pointer, "a name must not have a NUL or half of a character in it");
            }
            requireText(field.getValue(), pointer + "/" + field.getKey());
        }
    }

    private static boolean isNoText(String text) {
        return text.codePoints().anyMatch(letter -> letter == 0 || Character.getType(letter) == Character.SURROGATE);
    }

    /** What an answer tells of an entry beside what was written; whoever sends it back must not have it changed. */
    static void takeOff(ObjectNode body, String field, String name) {
        JsonNode said = body.remove(field);
        if (said != null && !said.asText().equals(name)) {
            throw OpenRouterException.invalidRequest("'" + field + "' is not the one of the path.", "/" + field);
        }
    }

    /**
     * Whether the entry is still as who changes it has seen it, by the header {@code If-Match} or the field {@code revision};
     * with {@code If-None-Match} that it is another, or none.
     *
     * @param entry null where there is none, which has the revision 0
     * @throws OpenRouterException 412 if somebody else has changed it meanwhile
     */
    static void requireUnchanged(Exchange exchange, ObjectNode body, @Nullable Entry entry) {
        JsonNode revision = body.remove("revision");
        String header = exchange.getMessage().getHeader(IF_MATCH, String.class);
        long known = entry == null ? 0 : entry.revision();
        String other = exchange.getMessage().getHeader(IF_NONE_MATCH, String.class);
        if (other != null && isIt(other, entry)) {
            throw changed("There is one of this name: its revision is " + known + ".");
        }
        boolean isMeant = header == null || isIt(header, entry);
        if (!isMeant || revision != null && !isRevision(revision.asText(), known)) {
            throw changed(
                    entry == null
                            ? "There is none of this name."
                            : "Somebody has changed it since: its revision is " + known + " now.");
        }
    }

    /** By the words of a condition: {@code *} is any. */
    private static boolean isIt(String condition, @Nullable Entry entry) {
        return "*".equals(condition) ? entry != null : isRevision(condition, entry == null ? 0 : entry.revision());
    }

    private static OpenRouterException changed(String sentence) {
        return OpenRouterException.of(412, sentence, null, "precondition_failed");
    }

    private static boolean isRevision(String text, long known) {
        Matcher etag = ETAG.matcher(text);
        return etag.matches() && Long.parseLong(etag.group(1)) == known;
    }
}
