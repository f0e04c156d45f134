/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Entries as JSON. A field that stands there twice would be read in two ways by two readers: it is a fault. */
public final class PolicyJson {

    /** What one entry may take up: a list of models may be long, and all entries are kept in memory. */
    private static final int LONGEST = 256 << 10;

    /** Of keys there are many more than of others. */
    private static final int LONGEST_KEY = 64 << 10;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PolicyJson() {}

    /** @throws PolicyFault if it is no JSON */
    public static JsonNode read(byte[] json) throws PolicyFault {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new PolicyFault("", "this is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new PolicyFault("", "this is no JSON");
        }
    }

    /** @throws PolicyFault if it is no JSON */
    public static JsonNode read(String json) throws PolicyFault {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Without a space that nobody needs. */
    static String write(Kind kind, JsonNode document, String pointer) throws PolicyFault {
        String text = document.toString();
        int longest = kind == Kind.KEY ? LONGEST_KEY : LONGEST;
        if (text.length() > longest) {
            throw new PolicyFault(pointer, "this is longer than " + (longest >> 10) + " KB");
        }
        return text;
    }

    static ObjectNode readOwn(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An entry of the policy is no JSON", e);
        }
    }
}
