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
import io.github.camelopenrouter.response.StreamOwner;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Has the open answer closed if the exchange fails behind the call or replaces its body: then nobody receives the stream,
 * and nobody else would close it.
 */
final class CloseOnFailure implements Processor {

    @Override
    public void process(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof OwnedStream open) {
            StreamOwner.of(exchange, open);
        }
    }
}
