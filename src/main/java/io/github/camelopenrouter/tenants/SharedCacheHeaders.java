/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Removes what a client says of OpenRouter's response cache and of metadata: both belong to the whole account. */
final class SharedCacheHeaders implements Processor {

    private static final List<String> BEGINNINGS = List.of("x-openrouter-cache", "x-openrouter-metadata");

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.hasHeaders()) {
            List<String> dropped = message.getHeaders().keySet().stream()
                    .filter(SharedCacheHeaders::isOfAccount)
                    .toList();
            dropped.forEach(message::removeHeader);
        }
    }

    private static boolean isOfAccount(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return BEGINNINGS.stream().anyMatch(lower::startsWith);
    }
}
