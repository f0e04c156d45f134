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
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestTree;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes Anthropic's {@code cache_control} from content parts and tools (source: the provider guide), and from nowhere
 * else: a tool's schema may define a property of that name. As prompts then cost their full price, the log says so once
 * per model.
 */
final class CacheControlRemoval implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(CacheControlRemoval.class);
    private static final String CACHE_CONTROL = "cache_control";

    private final LogOnce told = new LogOnce();

    @Override
    public void process(Exchange exchange) {
        ObjectNode body = RequestTree.of(exchange);
        boolean[] removed = new boolean[1];
        RequestTree.forEachObject(body.get("tools"), tool -> removed[0] |= strip(tool));
        RequestTree.forEachObject(
                body.get("messages"),
                message -> RequestTree.forEachObject(message.get("content"), part -> removed[0] |= strip(part)));
        if (removed[0]) {
            tell(exchange.getProperty(OpenRouterConstants.SENT_MODEL, "", String.class));
        }
    }

    private static boolean strip(ObjectNode node) {
        return node.remove(CACHE_CONTROL) != null;
    }

    private void tell(String model) {
        if (LOG.isInfoEnabled() && told.isFirst(model)) {
            LOG.info(
                    "Removed cache_control from a request for {}: cached prompts are then paid in full."
                            + " openrouter.cache-control=keep sends it on. Said once per model.",
                    LogOnce.printable(model));
        }
    }
}
