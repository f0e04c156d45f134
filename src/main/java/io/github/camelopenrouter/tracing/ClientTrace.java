/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tracing;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What a client says of the trace that its request belongs to (source: W3C, "Trace Context"). */
final class ClientTrace {

    private static final String PARENT = "traceparent";

    private static final TextMapGetter<Message> GETTER = new TextMapGetter<>() {
        /** Two parents are none; the state may come in pieces. */
        @Override
        public @Nullable String get(@Nullable Message message, String name) {
            Object value = message == null ? null : message.getHeader(name);
            if (value instanceof Collection<?> several && !name.equals(PARENT)) {
                return several.stream().map(String::valueOf).collect(Collectors.joining(","));
            }
            return value instanceof String text ? text : null;
        }
    };

    private ClientTrace() {}

    /** Empty where it says nothing, or nothing that can be read. */
    static Context of(Message message) {
        return message.getHeader(PARENT) == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), message, GETTER);
    }
}
