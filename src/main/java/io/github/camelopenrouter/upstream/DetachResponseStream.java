/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.response.OwnedStream;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;

/**
 * Gives the open answer to whoever receives the message.
 *
 * <p>camel-http closes it when the exchange ends, and breakers, Kamelets and ProducerTemplate each end a copy of the
 * exchange before the receiver has read a byte. So its completion, and only its, is taken off the exchange; the stream
 * frees the connection itself at its end or when it is closed.
 */
final class DetachResponseStream implements Processor {

    private static final String CAMEL_HTTP = "org.apache.camel.component.http.";

    @Override
    public void process(Exchange exchange) {
        exchange.getUnitOfWork()
                .handoverSynchronization(new DefaultExchange(exchange.getContext()), this::isCamelHttps);
        Message message = exchange.getMessage();
        if (message.getBody() instanceof InputStream stream) {
            message.setBody(new OwnedStream(stream));
        }
    }

    private boolean isCamelHttps(Synchronization completion) {
        return completion.getClass().getName().startsWith(CAMEL_HTTP);
    }
}
