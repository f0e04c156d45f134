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
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has used, with its own digits; null for what its {@code usage} does not say (source: OpenAI's chat names
 * {@code prompt_tokens} and {@code completion_tokens}, its Responses and Anthropic {@code input_tokens} and {@code
 * output_tokens}, OpenRouter adds {@code cost} in US dollars).
 *
 * @param prompt with what the prompt cache held of it: OpenAI's counts have that in them, Anthropic's are added up here
 */
public record TokenUsage(
        @Nullable String prompt,
        @Nullable String completion,
        @Nullable String cost) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final TokenUsage UNKNOWN = new TokenUsage(null, null, null);

    private static final String PROMPT = "prompt_tokens";
    private static final String INPUT = "input_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_CREATION = "cache_creation_input_tokens";
    private static final Set<String> OF_PROMPT = Set.of(PROMPT, INPUT, CACHE_READ, CACHE_CREATION);

    /** More digits than any count has, and none that overflow when three are added. */
    private static final int MOST_DIGITS = 17;

    /** @param usage the JSON object, null if there was none */
    public static TokenUsage of(@Nullable String usage) {
        if (usage == null) {
            return UNKNOWN;
        }
        try (JsonParser json = JSON.createParser(usage)) {
            return json.nextToken() == JsonToken.START_OBJECT ? of(numbers(json)) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN; // the client got it as it is; here it only means that nothing is known
        }
    }

    /** Whether the member of a usage object with this name counts tokens of the prompt. */
    static boolean isOfPrompt(String name) {
        return OF_PROMPT.contains(name);
    }

    private static Map<String, String> numbers(JsonParser json) throws IOException {
        Map<String, String> numbers = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken().isNumeric()) {
                numbers.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return numbers;
    }

    private static TokenUsage of(Map<String, String> numbers) {
        String prompt = numbers.containsKey(PROMPT)
                ? numbers.get(PROMPT)
                : sum(sum(numbers.get(INPUT), numbers.get(CACHE_READ)), numbers.get(CACHE_CREATION));
        String completion = numbers.getOrDefault("completion_tokens", numbers.get("output_tokens"));
        return new TokenUsage(prompt, completion, numbers.get("cost"));
    }

    /** Where nothing is to be added, the digits stay as they are. */
    private static @Nullable String sum(@Nullable String count, @Nullable String more) {
        if (count == null || !isCount(more)) {
            return count == null ? more : count;
        }
        return isCount(count) ? Long.toString(Long.parseLong(count) + Long.parseLong(more)) : count;
    }

    private static boolean isCount(@Nullable String number) {
        return number != null
                && number.length() <= MOST_DIGITS
                && number.chars().allMatch(Character::isDigit);
    }
}
