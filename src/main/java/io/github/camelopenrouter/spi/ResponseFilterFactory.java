/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.jspecify.annotations.Nullable;

/**
 * Gives a call its {@link ResponseFilter}. Whoever makes it a bean, under any name, is found at the first call and asked once
 * for each that follows, of every gateway in the context, in front of its first attempt. Those with the lower order see the
 * answer first; of the same order, those whose bean's name is.
 *
 * <p>What it throws ends the call before it costs anything: an {@code OpenRouterException} with that answer, all else with
 * status 500.
 */
@FunctionalInterface
public interface ResponseFilterFactory extends Ordered {

    /**
     * The filter of one call, null where its answer is none of its business. Never asked for lists of models.
     *
     * @param call tells by its properties what is known: operation, stream, models, client ({@code OpenRouterConstants});
     *     not to be kept, it may be another call's later
     */
    @Nullable
    ResponseFilter filterOf(Exchange call);

    @Override
    default int getOrder() {
        return 0;
    }
}
