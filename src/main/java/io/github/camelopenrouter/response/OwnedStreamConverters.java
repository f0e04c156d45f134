/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SimpleTypeConverter;
import org.jspecify.annotations.Nullable;

/**
 * How an open answer shows itself to others than its reader.
 *
 * <p>Camel's tracers, debuggers and logs leave it alone unless they are told to show streams. Then they ask for its text, as
 * an expression does, and cannot be told from one. The gateway's own routes never use the text, so a question there comes
 * from an onlooker, and the answer is {@link #NOT_READ}. Behind those routes everybody gets the text as soon as the whole
 * answer is there, and the reader still gets every byte.
 *
 * <p>It never becomes a stream cache: Camel would read a whole answer before it passes the first token on. Camel finds
 * this class by its entry in {@code META-INF/services}.
 */
public final class OwnedStreamConverters implements TypeConverterLoader {

    /** What a logger or tracer, which must not read the stream, is shown. */
    public static final String NOT_READ = "[OpenRouter stream, not read]";

    /** The property of a route by which it is known as one of the gateway's own. */
    public static final String GATEWAYS_OWN = "openrouter-own";

    /** By this Camel's converters say that there is nothing and that no other is to be asked; null would ask others. */
    private static final Object NOTHING = Void.class;

    private interface Conversion<A> {
        Object of(@Nullable Exchange exchange, A answer) throws IOException;
    }

    @Override
    public void load(TypeConverterRegistry registry) {
        add(registry, OwnedStream.class, String.class, OwnedStreamConverters::text);
        add(registry, OwnedStream.class, byte[].class, (exchange, stream) -> stream.peek());
        add(registry, OwnedStream.class, StreamCache.class, (exchange, stream) -> NOTHING);
        // data formats read what stands behind a wrapped file
        add(registry, StreamContent.class, String.class, (exchange, content) -> text(exchange, content.stream()));
        add(
                registry,
                StreamContent.class,
                byte[].class,
                (exchange, content) -> content.stream().peek());
        add(registry, StreamContent.class, InputStream.class, (exchange, content) -> content.stream());
        add(
                registry,
                StreamContent.class,
                Reader.class,
                (exchange, content) -> new InputStreamReader(content.stream(), ExchangeHelper.getCharset(exchange)));
    }

    private static <A> void add(
            TypeConverterRegistry registry, Class<A> answer, Class<?> type, Conversion<A> conversion) {
        registry.addTypeConverter(
                type,
                answer,
                new SimpleTypeConverter(
                        false, (wanted, exchange, value) -> conversion.of(exchange, answer.cast(value))));
    }

    private static String text(@Nullable Exchange exchange, OwnedStream stream) throws IOException {
        return isWithinTheGateway(exchange) ? NOT_READ : stream.peek(ExchangeHelper.getCharset(exchange));
    }

    private static boolean isWithinTheGateway(@Nullable Exchange exchange) {
        Route route = exchange == null ? null : ExchangeHelper.getRoute(exchange);
        return route != null && route.getProperties().containsKey(GATEWAYS_OWN);
    }
}
