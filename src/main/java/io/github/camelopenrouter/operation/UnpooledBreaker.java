/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.PooledExchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Keeps exchanges of a host that pools them out of our circuit breaker. Camel 4.18.0's empties the exchange that it was
 * given and puts it back into a pool while its route goes on with it: the answer is lost, and the next request may be
 * handed the same exchange. So it is given a copy that no pool takes.
 */
final class UnpooledBreaker implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Copying(target);
    }

    private static final class Copying extends DelegateAsyncProcessor {

        Copying(Processor breaker) {
            super(breaker);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (!(exchange instanceof PooledExchange)) {
                return super.process(exchange, callback);
            }
            Exchange copy = exchange.copy();
            return super.process(copy, doneSync -> {
                ExchangeHelper.copyResults(exchange, copy);
                callback.done(doneSync);
            });
        }
    }
}
