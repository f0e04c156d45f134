/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.passthrough;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.function.Function;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Lets steps that know nothing of a {@link MultipartBody} read it; what they get is theirs. As a text it is good for reading
 * only where no part is a file. Camel finds this class by its entry in {@code META-INF/services}.
 */
public final class MultipartBodyConverters implements TypeConverterLoader {

    @Override
    public void load(TypeConverterRegistry registry) {
        add(registry, byte[].class, body -> body.bytes().clone());
        add(registry, String.class, body -> new String(body.bytes(), UTF_8));
        add(registry, InputStream.class, MultipartBody::getContent);
    }

    private static <T> void add(TypeConverterRegistry registry, Class<T> type, Function<MultipartBody, T> conversion) {
        registry.addTypeConverter(
                type,
                MultipartBody.class,
                new SimpleTypeConverter(false, (wanted, exchange, body) -> conversion.apply((MultipartBody) body)));
    }
}
