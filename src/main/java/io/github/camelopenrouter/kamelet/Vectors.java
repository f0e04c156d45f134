/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelopenrouter.error.OpenRouterException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the vectors of an embeddings answer, whichever way their numbers travelled. */
final class Vectors {

    private Vectors() {}

    /**
     * How many vectors an input asks for, null for one alone: a text, or a list of numbers, which are its tokens. In a
     * request such a list shows no elements.
     */
    static @Nullable Integer countOf(JsonNode input) {
        boolean alone = !input.isArray() || input.isEmpty() || input.get(0).isNumber();
        return alone ? null : input.size();
    }

    /**
     * The vectors in the order of the inputs.
     *
     * @throws OpenRouterCallException if there are not as many as wanted: OpenRouter has been seen to answer with none
     */
    static List<List<Float>> of(JsonNode answer, int wanted) {
        JsonNode data = answer.path("data");
        List<List<Float>> vectors = new ArrayList<>(Collections.nCopies(wanted, null));
        for (int i = 0; i < data.size(); i++) {
            int index = data.get(i).path("index").asInt(i);
            if (index >= 0 && index < wanted) {
                vectors.set(index, vector(data.get(i).path("embedding")));
            }
        }
        if (vectors.contains(null)) {
            throw OpenRouterCallException.failed(OpenRouterException.badGateway(
                    "OpenRouter answered with " + data.size() + " embeddings where " + wanted + " were asked for."));
        }
        return vectors;
    }

    private static List<Float> vector(JsonNode embedding) {
        return embedding.isTextual() ? decoded(embedding.textValue()) : numbers(embedding);
    }

    private static List<Float> numbers(JsonNode array) {
        List<Float> numbers = new ArrayList<>(array.size());
        array.forEach(number -> numbers.add(number.floatValue()));
        return numbers;
    }

    /** Source: OpenAI, encoding_format base64: 32-bit numbers, the least significant byte first. */
    private static List<Float> decoded(String base64) {
        FloatBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        Float[] numbers = new Float[buffer.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = buffer.get(i);
        }
        return Arrays.asList(numbers);
    }
}
