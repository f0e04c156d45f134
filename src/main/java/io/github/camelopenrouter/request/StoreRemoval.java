/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.RequestTree;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Removes {@code store} on responses unless it is false: OpenRouter keeps nothing and refuses any other value. */
final class StoreRemoval implements Processor {

    private static final String STORE = "store";

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        JsonNode store = body.get(STORE);
        if (store != null && !(store.isBoolean() && !store.booleanValue())) {
            body.remove(STORE);
        }
    }
}
