/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.ref.WeakReference;
import org.apache.camel.Exchange;

/**
 * The estimate of an exchange's prompt, which limits and budgets ask for one after the other: made once as long as the request
 * is the same. Does not keep the request, which is gone long before a stream has ended.
 */
public final class CountedPrompt {

    private static final String PROPERTY = "CamelOpenRouterCountedPrompt";

    private final WeakReference<ObjectNode> request;
    private final long tokens;

    private CountedPrompt(ObjectNode request) {
        this.request = new WeakReference<>(request);
        this.tokens = PromptTokens.of(request);
    }

    /**
     * What {@link PromptTokens#of} says of the request. Who changes a request that was counted makes it a copy.
     *
     * @param request that the exchange has at this moment
     */
    public static long of(Exchange exchange, ObjectNode request) {
        CountedPrompt known = exchange.getProperty(PROPERTY, CountedPrompt.class);
        if (known == null || !known.request.refersTo(request)) {
            known = new CountedPrompt(request);
            exchange.setProperty(PROPERTY, known);
        }
        return known.tokens;
    }
}
