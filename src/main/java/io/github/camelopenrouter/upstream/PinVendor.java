/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.api.OpenRouterConstants;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Tells the route's one circuit breaker whose breakers it is to ask for this attempt, and which attempt is to learn
 * what they learn.
 */
final class PinVendor implements Processor {

    private final VendorBreakers breakers;

    PinVendor(VendorBreakers breakers) {
        this.breakers = breakers;
    }

    @Override
    public void process(Exchange exchange) {
        String model = exchange.getProperty(OpenRouterConstants.SENT_MODEL, String.class);
        UpstreamAttempt attempt = UpstreamCall.begun(exchange).current();
        attempt.facts().sends(model);
        breakers.pin(Vendor.of(model), attempt);
    }
}
