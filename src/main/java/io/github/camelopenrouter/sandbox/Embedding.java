/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Random;

/** A unit vector that depends on model and input alone: equal inputs have equal vectors, on every machine. */
final class Embedding {

    private final float[] vector;

    private Embedding(float[] vector) {
        this.vector = vector;
    }

    static Embedding of(Model model, JsonNode input, int dimensions) {
        byte[] hash = Hash.of(model.id() + "\n" + input);
        Random random = new Random(ByteBuffer.wrap(hash).getLong());
        double[] raw = random.doubles(dimensions, -1, 1).toArray();
        double length = 0;
        for (double value : raw) {
            length += value * value;
        }
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (raw[i] / Math.sqrt(length));
        }
        return new Embedding(vector);
    }

    ArrayNode floats() {
        ArrayNode floats = Json.array();
        for (float value : vector) {
            floats.add(value);
        }
        return floats;
    }

    /** Little-endian float32, as OpenAI's clients expect it. */
    JsonNode base64() {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : vector) {
            bytes.putFloat(value);
        }
        return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.array()));
    }
}
