/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import io.github.camelopenrouter.api.OpenRouterConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The headers that the gateway itself adds to an answer: no cache and no buffering proxy may hold an event stream back,
 * and the client learns which model served where the gateway chose another than it asked for.
 */
public final class AddResponseHeaders implements Processor {

    private static final String PREFIX = "openrouter/";

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeader("Cache-Control");
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        if (contentType != null && contentType.startsWith("text/event-stream")) {
            message.setHeader("Cache-Control", "no-cache");
            message.setHeader("X-Accel-Buffering", "no");
        }
        String requested = exchange.getProperty(OpenRouterConstants.REQUESTED_MODEL, String.class);
        String sent = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        if (sent != null && !sent.equals(requested) && !(PREFIX + sent).equals(requested) && isVisible(sent)) {
            message.setHeader("x-openrouter-model", sent);
        }
    }

    /** A name is the client's text, and not all of that may stand in a header. */
    private static boolean isVisible(String name) {
        return name.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
