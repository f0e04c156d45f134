/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.error.OpenRouterException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The parts of a request that its tree keeps as the client's bytes, for those who must not miss anything in them: keys with
 * escapes are read by what they mean, as OpenRouter reads them, and a key that stands there twice is refused, for nobody
 * knows which of the two OpenRouter takes.
 */
public final class PlainJson {

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(1_000)
                            .maxNumberLength(100_000)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private PlainJson() {}

    /** Whether it has children that only {@link #of} shows. */
    public static boolean hides(JsonNode node) {
        return node instanceof SliceNode slice && slice.isContainerNode() && slice.read(PlainJson::hasObject);
    }

    /**
     * The same with all its children.
     *
     * @throws OpenRouterException 400 if a key stands there twice
     */
    public static JsonNode of(JsonNode node) {
        return node instanceof SliceNode slice && slice.isContainerNode() ? slice.read(PlainJson::parse) : node;
    }

    /** Arrays of numbers, which may be long, have none. */
    private static boolean hasObject(byte[] source, int from, int to) {
        for (int at = from; at < to; at++) {
            if (source[at] == '{') {
                return true;
            }
        }
        return false;
    }

    private static JsonNode parse(byte[] source, int from, int to) {
        try {
            return STRICT.readTree(source, from, to - from);
        } catch (JsonProcessingException twice) {
            throw OpenRouterException.invalidRequest(
                    "The request body holds an object in which a key stands more than once.", null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
