/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Lets steps that know nothing of a {@link RequestBody} read it, by the types by which Camel's own and a host's read JSON.
 * What they get is theirs. Camel finds this class by its entry in {@code META-INF/services}.
 */
public final class RequestBodyConverters implements TypeConverterLoader {

    @Override
    public void load(TypeConverterRegistry registry) {
        add(registry, byte[].class, body -> body.bytes().clone());
        add(registry, String.class, body -> new String(body.bytes(), StandardCharsets.UTF_8));
        add(registry, InputStream.class, RequestBody::getContent);
        add(registry, ObjectNode.class, body -> body.tree().deepCopy());
        add(registry, JsonNode.class, body -> body.tree().deepCopy());
        add(registry, Map.class, body -> Json.map(body.bytes()));
    }

    private static <T> void add(TypeConverterRegistry registry, Class<T> type, Function<RequestBody, T> conversion) {
        registry.addTypeConverter(
                type,
                RequestBody.class,
                new SimpleTypeConverter(false, (wanted, exchange, body) -> conversion.apply((RequestBody) body)));
    }
}
