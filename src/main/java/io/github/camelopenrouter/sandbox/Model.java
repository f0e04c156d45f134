/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * A model that answers.
 *
 * @param id what the answer calls it
 * @param special what it does instead of answering normally; null for the ordinary ones
 * @param assumed whether the list does not have it, and only its vendor is known
 */
record Model(
        String id,
        boolean embeddings,
        Prices prices,
        @Nullable SpecialModel special,
        boolean assumed) {

    Model(String id, boolean embeddings, Prices prices, @Nullable SpecialModel special) {
        this(id, embeddings, prices, special, false);
    }

    /** The same for nothing, under the name that it was asked for by. */
    Model free(String name) {
        return new Model(name, embeddings, Prices.FREE, special, assumed);
    }

    String vendor() {
        return vendorOf(id);
    }

    static String vendorOf(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(0, slash);
    }

    /** Whether its vendor bills a key of the user's own. */
    boolean byok() {
        return special == SpecialModel.BYOK;
    }

    /** The id without its vendor: how embeddings answers name their model. */
    String shortName() {
        return id.substring(id.indexOf('/') + 1);
    }

    /** The length of its vectors where the request does not say. */
    int dimensions() {
        return switch (shortName()) {
            case "text-embedding-3-large", "gemini-embedding-001" -> 3072;
            case "qwen3-embedding-4b" -> 2560;
            case "mistral-embed-2312" -> 1024;
            default -> 1536;
        };
    }
}
