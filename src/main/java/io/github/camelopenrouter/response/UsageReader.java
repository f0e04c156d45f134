/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.camelopenrouter.api.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code usage} of an answer, of whichever API (source: OpenAI's chat names {@code prompt_tokens} and {@code
 * completion_tokens}, its Responses and Anthropic {@code input_tokens} and {@code output_tokens}; OpenAI's counts of the
 * prompt have what the prompt cache read and wrote in them, Anthropic's are added up here; OpenRouter adds {@code cost}).
 * What is no count, or no amount that anybody could pay, is not known.
 */
public final class UsageReader {

    private static final JsonFactory JSON = new JsonFactory();

    private static final String PROMPT = "prompt_tokens";
    private static final String INPUT = "input_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_CREATION = "cache_creation_input_tokens";
    private static final Set<String> OF_PROMPT = Set.of(PROMPT, INPUT, CACHE_READ, CACHE_CREATION);

    /** More digits than any count has, and none that overflow when three are added. */
    private static final int MOST_DIGITS = 17;

    /** As many as the stores take before and behind the point; an exponent beyond would write gigabytes of zeros. */
    private static final int MOST_DIGITS_OF_MONEY = 38;

    private final Map<String, String> values = new HashMap<>();

    private UsageReader() {}

    /** @param usage the JSON object, null if there was none */
    public static TokenUsage read(@Nullable String usage) {
        if (usage == null) {
            return TokenUsage.UNKNOWN;
        }
        UsageReader reader = new UsageReader();
        try (JsonParser json = JSON.createParser(usage)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                reader.members(json, "");
            }
        } catch (IOException e) {
            return TokenUsage.UNKNOWN; // the client got it as it is; here it only means that nothing is known
        }
        return reader.usage();
    }

    /** Whether the member of a usage object with this name counts tokens of the prompt. */
    static boolean isOfPrompt(String name) {
        return OF_PROMPT.contains(name);
    }

    private void members(JsonParser json, String path) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && path.isEmpty()) {
                members(json, name + ".");
            } else if (value.isNumeric() || value.isBoolean()) {
                values.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    private TokenUsage usage() {
        Long prompt = values.containsKey(PROMPT)
                ? count(PROMPT)
                : sum(sum(count(INPUT), count(CACHE_READ)), count(CACHE_CREATION));
        Long completion = count("completion_tokens", "output_tokens");
        Long total = count("total_tokens");
        String byok = values.get("is_byok");
        boolean ownKey = "true".equals(byok);
        return new TokenUsage(
                prompt,
                count("prompt_tokens_details.cached_tokens", "input_tokens_details.cached_tokens", CACHE_READ),
                count(
                        "prompt_tokens_details.cache_write_tokens",
                        "input_tokens_details.cache_write_tokens",
                        CACHE_CREATION),
                completion,
                count("completion_tokens_details.reasoning_tokens", "output_tokens_details.reasoning_tokens"),
                total != null || prompt == null || completion == null ? total : (Long) (prompt + completion),
                amount("cost"),
                ownKey ? amount("cost_details.upstream_inference_cost") : null,
                byok == null ? null : Boolean.valueOf(ownKey));
    }

    /** The first of these that is a count. */
    private @Nullable Long count(String... names) {
        for (String name : names) {
            String digits = values.get(name);
            if (digits != null
                    && digits.length() <= MOST_DIGITS
                    && digits.chars().allMatch(Character::isDigit)) {
                return Long.valueOf(digits);
            }
        }
        return null;
    }

    private @Nullable BigDecimal amount(String name) {
        String digits = values.get(name);
        return digits == null ? null : amountOf(digits);
    }

    /** What is written is what somebody could pay or count, else null. */
    public static @Nullable BigDecimal amountOf(String digits) {
        if (digits.charAt(0) == '-' || !Character.isDigit(digits.charAt(0))) {
            return null;
        }
        try {
            BigDecimal amount = new BigDecimal(digits);
            boolean payable = Math.abs((long) amount.scale()) <= MOST_DIGITS_OF_MONEY
                    && amount.precision() <= MOST_DIGITS_OF_MONEY;
            return payable ? amount : null;
        } catch (NumberFormatException e) {
            return null; // an exponent beyond all that Java counts with
        }
    }

    private static @Nullable Long sum(@Nullable Long count, @Nullable Long more) {
        return count == null || more == null ? (count == null ? more : count) : (Long) (count + more);
    }
}
