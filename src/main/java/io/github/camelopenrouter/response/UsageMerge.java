/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import static io.github.camelopenrouter.error.SmallJson.JSON;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.github.camelopenrouter.api.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@code usage} object of those that an answer has shown one after the other. A member that comes again is
 * replaced, one that does not stays, and every value keeps its digits.
 *
 * <p>Source: Anthropic tells the tokens of the prompt in {@code message_start}, those of the answer in {@code
 * message_delta}; what stands between may repeat the prompt's as zeros because it does not know them. So zeros for the
 * prompt beside tokens of an answer replace nothing. A usage of nothing but zeros does: nothing was billed, OpenRouter
 * answered from its cache. The tokens of the answer in {@code message_start} do not count: they are those that it begins
 * with, and would be all that is known of one that is cut off.
 */
public final class UsageMerge {

    private static final JsonFactory PARSER = new JsonFactory();
    private static final String WRITTEN = "output_tokens";

    private UsageMerge() {}

    /**
     * Both in one.
     *
     * @param earlier null if there was none
     * @param later is taken alone where one of them is no JSON object
     */
    public static String of(@Nullable String earlier, String later) {
        if (earlier == null) {
            return later;
        }
        try {
            return merge(members(earlier), members(later), isSilentOnPrompt(UsageReader.read(later)));
        } catch (IOException e) {
            return later;
        }
    }

    /** What a message that begins tells, but for how much it has written by then. */
    static String begun(String usage) {
        try {
            Map<String, String> members = members(usage);
            members.remove(WRITTEN);
            return written(members);
        } catch (IOException e) {
            return usage;
        }
    }

    /**
     * Both added up: amounts of the same name, those inside objects, too; of anything else the later stands.
     *
     * @param earlier null if there was none
     * @param later is taken alone where one of them is no JSON object
     */
    static String sum(@Nullable String earlier, String later) {
        if (earlier == null) {
            return later;
        }
        try {
            Map<String, String> sums = members(earlier);
            members(later).forEach((name, value) -> sums.merge(name, value, UsageMerge::added));
            return written(sums);
        } catch (IOException e) {
            return later;
        }
    }

    private static String added(String earlier, String later) {
        if (earlier.startsWith("{") && later.startsWith("{")) {
            return sum(earlier, later);
        }
        BigDecimal first = UsageReader.amountOf(earlier);
        BigDecimal second = UsageReader.amountOf(later);
        return first == null || second == null ? later : first.add(second).toString();
    }

    private static String merge(Map<String, String> merged, Map<String, String> later, boolean isSilentOnPrompt) {
        later.forEach((name, value) -> {
            if (isSilentOnPrompt && UsageReader.isOfPrompt(name)) {
                merged.putIfAbsent(name, value);
            } else {
                merged.put(name, value);
            }
        });
        return written(merged);
    }

    private static String written(Map<String, String> members) {
        ObjectNode usage = JSON.createObjectNode();
        members.forEach((name, value) -> usage.putRawValue(name, new RawValue(value)));
        return usage.toString();
    }

    private static boolean isSilentOnPrompt(TokenUsage use) {
        return isZero(use.prompt()) && !isZero(use.completion());
    }

    private static boolean isZero(@Nullable Long count) {
        return count != null && count == 0;
    }

    /** The members that are not null, each value as it is written. */
    private static Map<String, String> members(String usage) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = PARSER.createParser(usage)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("No JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                int from = (int) json.currentTokenLocation().getCharOffset();
                json.skipChildren();
                json.finishToken();
                if (value != JsonToken.VALUE_NULL) {
                    members.put(name, usage.substring(from, (int)
                            json.currentLocation().getCharOffset()));
                }
            }
        }
        return members;
    }
}
