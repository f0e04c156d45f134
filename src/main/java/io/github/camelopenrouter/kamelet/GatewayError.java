/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import io.github.camelopenrouter.error.ErrorAnswer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Last step of the gateway source when a step between door and upstream has failed: its client gets an error in the
 * envelope of its API. The failed call of a Kamelet in between keeps its status.
 */
public final class GatewayError implements Processor {

    private final ErrorAnswer answer = new ErrorAnswer();

    @Override
    public void process(Exchange exchange) {
        answer.process(exchange);
    }
}
