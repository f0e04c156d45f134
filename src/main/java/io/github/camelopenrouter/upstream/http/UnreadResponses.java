/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.response.EventStream;
import io.github.camelopenrouter.response.JsonResponse;
import io.github.camelopenrouter.response.OwnedStreamConverters;
import io.github.camelopenrouter.response.filter.FilteredStream;
import java.io.InputStream;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Between the call and the step that gives it to its receiver an answer is nobody's but the gateway's: a tracer that is
 * told to show streams would read it there. Camel finds this class by its entry in {@code META-INF/services}.
 */
public final class UnreadResponses implements TypeConverterLoader {

    @Override
    public void load(TypeConverterRegistry registry) {
        hide(registry, AbortableExecution.CutOffStream.class);
        hide(registry, EventStream.class);
        hide(registry, FilteredStream.class);
        hide(registry, JsonResponse.class);
    }

    private static void hide(TypeConverterRegistry registry, Class<? extends InputStream> answer) {
        registry.addTypeConverter(
                String.class,
                answer,
                new SimpleTypeConverter(false, (type, exchange, unread) -> OwnedStreamConverters.NOT_READ));
    }
}
