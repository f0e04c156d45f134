/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.body;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Lets whoever looks at a call from outside, a tracer or a test's mock, read a large request by the types by which it
 * reads a small one. Camel finds this class by its entry in {@code META-INF/services}.
 */
public final class LargeBodyConverters implements TypeConverterLoader {

    @Override
    public void load(TypeConverterRegistry registry) {
        add(registry, byte[].class, LargeBody::bytes);
        add(registry, String.class, body -> new String(body.bytes(), StandardCharsets.UTF_8));
        add(registry, InputStream.class, LargeBody::getContent);
    }

    private static <T> void add(TypeConverterRegistry registry, Class<T> type, Function<LargeBody, T> conversion) {
        registry.addTypeConverter(
                type,
                LargeBody.class,
                new SimpleTypeConverter(false, (wanted, exchange, body) -> conversion.apply((LargeBody) body)));
    }
}
