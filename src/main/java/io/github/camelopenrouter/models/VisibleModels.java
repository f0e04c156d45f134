/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Which models a client gets to see: all of them, until a policy says whose they are. Safe for many threads. */
public final class VisibleModels {

    private volatile @Nullable Function<Exchange, Predicate<String>> policy;

    /** @param policy tells of an exchange by which names, aliases and OpenRouter's own, its client may call */
    public void set(Function<Exchange, Predicate<String>> policy) {
        this.policy = policy;
    }

    /** Null for all models. */
    public @Nullable Predicate<String> to(Exchange exchange) {
        Function<Exchange, Predicate<String>> known = policy;
        return known == null ? null : known.apply(exchange);
    }
}
