/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Drops {@code reasoning.max_tokens} where {@code reasoning.effort} stands beside it on responses: OpenRouter refuses
 * both in one request, and an object is the only form the Responses API has.
 */
final class ResponsesReasoning implements Processor {

    @Override
    public void process(Exchange exchange) {
        ObjectNode reasoning = ReasoningObject.withEffort(RequestTree.of(exchange));
        if (reasoning != null) {
            reasoning.remove(ReasoningObject.MAX_TOKENS);
        }
    }
}
