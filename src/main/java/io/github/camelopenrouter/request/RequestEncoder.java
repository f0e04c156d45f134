/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Last step of every operation before the call: writes the tree to bytes and makes the headers fit them. */
public final class RequestEncoder implements Processor {

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(BodyWriter.write(Tree.of(exchange)));
        message.removeHeader(Exchange.CONTENT_ENCODING);
        message.removeHeader(Exchange.CONTENT_LENGTH);
        message.removeHeader(Exchange.TRANSFER_ENCODING);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    }
}
