/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.spi.ResponseFilter;
import io.github.camelopenrouter.spi.ResponseFilterFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Asks the beans of the context that are {@link ResponseFilterFactory}s, in their order, for the filters of each call. */
public final class ResponseFilters {

    private static final Comparator<Map.Entry<String, ResponseFilterFactory>> ORDER = Comparator.comparingInt(
                    (Map.Entry<String, ResponseFilterFactory> bean) ->
                            bean.getValue().getOrder())
            .thenComparing(Map.Entry::getKey);

    private final CamelContext context;
    private volatile @Nullable List<ResponseFilterFactory> factories;

    public ResponseFilters(CamelContext context) {
        this.context = context;
    }

    /** The filters of the call that this exchange makes, null if there is none. */
    public @Nullable CallFilters of(Exchange exchange) {
        List<ResponseFilterFactory> known = factories;
        if (known == null) {
            known = find();
            factories = known;
        }
        if (known.isEmpty()) {
            return null;
        }
        List<ResponseFilter> filters = new ArrayList<>(known.size());
        for (ResponseFilterFactory factory : known) {
            ResponseFilter filter = factory.filterOf(exchange);
            if (filter != null) {
                filters.add(filter);
            }
        }
        return filters.isEmpty() ? null : new CallFilters(filters);
    }

    private List<ResponseFilterFactory> find() {
        return context.getRegistry().findByTypeWithName(ResponseFilterFactory.class).entrySet().stream()
                .sorted(ORDER)
                .map(Map.Entry::getValue)
                .toList();
    }
}
