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
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The Jackson factory of this package, with limits that leave the size of a request to
 * {@code openrouter.max-request-bytes}.
 *
 * <p>Numbers up to 100,000 digits and strings of any length pass; only nesting is bounded (1000, as in Jackson itself).
 * Buffers come from a bounded pool, because a thread-local one is useless on virtual threads.
 */
final class Json {

    /** Levels of objects and arrays in a body, the outermost included. */
    static final int MAX_NESTING = 1_000;

    /** Longer keys are not worth remembering, see {@link #forgetKeys()}. */
    static final int LONG_KEY = 256;

    static final ObjectMapper MAPPER = new ObjectMapper(newFactory());

    private static final int MAX_NUMBER_DIGITS = 100_000;
    private static final int POOLED_BUFFERS = 64;

    /** Keeps all digits of a number. */
    private static final ObjectReader MAPS =
            MAPPER.readerFor(Map.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static volatile JsonFactory factory = newFactory();

    private Json() {}

    static JsonFactory factory() {
        return factory;
    }

    /**
     * Starts a new symbol table. Jackson keeps the last 6000 different keys of all documents: harmless while they are
     * short, hundreds of megabytes if someone sends long ones. So whoever has read a long key calls this.
     */
    static void forgetKeys() {
        factory = newFactory();
    }

    /** An object as Java's own types. */
    static Map<?, ?> map(byte[] object) {
        try {
            return MAPS.readValue(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonFactory newFactory() {
        return new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS) // no number: it is refused, and not sent as a text
                .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxNumberLength(MAX_NUMBER_DIGITS)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }
}
