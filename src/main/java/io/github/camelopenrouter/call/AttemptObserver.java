/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.math.BigDecimal;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Told of the attempts of one call that may be billed; on the thread that makes them. */
public interface AttemptObserver {

    /** The Exchange property that holds it; absent where nobody wants to know. */
    String PROPERTY = "CamelOpenRouterAttemptObserver";

    /** That of this exchange's call. */
    static @Nullable AttemptObserver of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, AttemptObserver.class);
    }

    /**
     * A request goes up.
     *
     * @param exchange that has its body
     * @param attempt its number, from 1
     * @param key the label of its key
     */
    void sends(Exchange exchange, int attempt, @Nullable String model, @Nullable String key);

    /** The head of its answer is there, and names what OpenRouter may bill. */
    void generates(String generationId);

    /** More is held for it than when it went up, in US dollars altogether. */
    void holds(BigDecimal usd);
}
