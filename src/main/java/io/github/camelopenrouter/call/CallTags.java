/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** What a call is booked under, as the header {@link OpenRouterConstants#TAGS_HEADER} says. */
public final class CallTags {

    private static final int MOST = 8;

    /** A name and its value: printable, so that it breaks no line, and without a comma. */
    private static final Pattern TAG = Pattern.compile("([a-z][a-z0-9_-]{0,63})=([^\\p{Cntrl}\\p{Zl}\\p{Zp},]{1,64})");

    private CallTags() {}

    /**
     * Takes the header off the message, and keeps what it says for this call; a client's at a door for all calls that its
     * request leads to, whichever takes the header first.
     *
     * @throws OpenRouterException 400, code {@code invalid_tags}, if it cannot be read
     */
    public static void take(Exchange exchange) {
        Object header = exchange.getMessage().removeHeader(OpenRouterConstants.TAGS_HEADER);
        if (header != null || Arrival.of(exchange) == null) {
            exchange.removeProperty(OpenRouterConstants.TAGS);
        }
        if (header != null) {
            exchange.setProperty(OpenRouterConstants.TAGS, parse(text(header)));
        }
    }

    /** Those of the exchange's calls. */
    @SuppressWarnings("unchecked")
    public static Map<String, String> of(Exchange exchange) {
        Map<String, String> tags = exchange.getProperty(OpenRouterConstants.TAGS, Map.class);
        return tags == null ? Map.of() : tags;
    }

    /** A header that came more than once means all that it said (RFC 9110, 5.3). */
    private static String text(Object header) {
        return header instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : header.toString();
    }

    static @Nullable Map<String, String> parse(String text) {
        if (text.isBlank()) {
            return null;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            Matcher tag = TAG.matcher(part.strip());
            if (!tag.matches()) {
                throw invalid("each is a name like 'cost-centre', '=' and a value of at most 64 characters");
            }
            if (tags.put(tag.group(1), tag.group(2).strip()) != null) {
                throw invalid("one stands there twice");
            }
        }
        if (tags.size() > MOST) {
            throw invalid("there are more than " + MOST);
        }
        return Map.copyOf(tags);
    }

    private static OpenRouterException invalid(String why) {
        return OpenRouterException.of(
                400,
                "The header " + OpenRouterConstants.TAGS_HEADER + " must be like 'project=a,env=prod': " + why + ".",
                null,
                "invalid_tags");
    }
}
