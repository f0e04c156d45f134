/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.store;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyFault;
import java.io.IOException;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The policy of a process, and how it is changed. Safe for many threads. */
public interface PolicyBook {

    /** Its name in the registry. */
    String BEAN = "openrouter-policy-book";

    /**
     * The one that holds.
     *
     * @throws OpenRouterException 503 as long as it could not be read once
     */
    Policy policy();

    /**
     * Changes it for everybody.
     *
     * @param change puts in and takes out, checks, and writes down what is about to happen; what it throws leaves everything
     *     as it was
     * @throws OpenRouterException 409 where it cannot be changed this way, 503 where nobody can for now
     */
    <T> T change(PolicyChange<T> change) throws PolicyFault;

    /** What is to be changed. */
    @FunctionalInterface
    interface PolicyChange<T> {
        T make(PolicyEdit edit, Notes notes) throws PolicyFault, IOException;
    }

    /** What is remembered of orders for a day. */
    interface Notes {

        /** Null for nothing. */
        @Nullable
        String of(String order) throws IOException;

        void add(String order, String text) throws IOException;
    }

    /**
     * The one of this process.
     *
     * @throws OpenRouterException 404 where it has none
     */
    static PolicyBook of(CamelContext context) {
        return find(context)
                .orElseThrow(() -> OpenRouterException.of(
                        404,
                        "This gateway has no policy: set openrouter.policy=store, or openrouter.policy.file.",
                        null,
                        "no_policy"));
    }

    /** The same, empty where it has none. */
    static Optional<PolicyBook> find(CamelContext context) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(BEAN, PolicyBook.class));
    }
}
