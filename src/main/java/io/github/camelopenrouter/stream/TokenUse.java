/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What an answer has used, with its own digits; null for what its {@code usage} does not say (source: OpenAI's chat names
 * {@code prompt_tokens} and {@code completion_tokens}, its Responses and Anthropic {@code input_tokens} and {@code
 * output_tokens}, OpenRouter adds {@code cost} in US dollars).
 */
record TokenUse(String prompt, String completion, String cost) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final TokenUse UNKNOWN = new TokenUse(null, null, null);

    /** @param usage the JSON object, null if there was none */
    static TokenUse of(String usage) {
        if (usage == null) {
            return UNKNOWN;
        }
        try (JsonParser json = JSON.createParser(usage)) {
            return json.nextToken() == JsonToken.START_OBJECT ? read(json) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN; // the client got it as it is; here it only means that nothing is known
        }
    }

    private static TokenUse read(JsonParser json) throws IOException {
        TokenUse use = UNKNOWN;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken().isNumeric()) {
                use = use.with(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return use;
    }

    private TokenUse with(String name, String number) {
        return switch (name) {
            case "prompt_tokens", "input_tokens" -> new TokenUse(number, completion, cost);
            case "completion_tokens", "output_tokens" -> new TokenUse(prompt, number, cost);
            case "cost" -> new TokenUse(prompt, completion, number);
            default -> this;
        };
    }
}
