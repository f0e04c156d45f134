/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** One path, and what each method of it does. */
record ByMethod(Map<String, Processor> methods) implements Processor {

    @Override
    public void process(Exchange exchange) throws Exception {
        Processor method = methods.get(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, "", String.class));
        if (method == null) { // the door lets none of these in
            throw OpenRouterException.of(405, "This method is not for this path.", null, "method_not_allowed");
        }
        method.process(exchange);
    }
}
