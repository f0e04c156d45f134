/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import io.github.camelopenrouter.api.Operation;
import org.apache.camel.Processor;

/**
 * What the operations' routes do to a request, as the settings of one instance want it. A step that these switch off does
 * nothing, and stands in the route all the same.
 */
public final class RequestSteps {

    private static final Processor NOTHING = exchange -> {};

    private final RequestSettings settings;
    private final ModelGroups groups;
    private final VendorLookup vendors;

    /** @param vendors asked about bare names, as far as the settings let a door's vendor stand in */
    public RequestSteps(RequestSettings settings, ModelGroups groups, VendorLookup vendors) {
        this.settings = settings;
        this.groups = groups;
        this.vendors = settings.bareNames() == BareNames.VENDOR ? vendors : (vendor, bareName) -> bareName;
    }

    public Processor validation(Operation operation) {
        return new RequestValidation(operation);
    }

    public Processor session() {
        return new SessionKey();
    }

    public ModelName modelName() {
        return new ModelName(groups, vendors);
    }

    /** Behind the steps of the operator, for all operations. */
    public Processor replacedRequest(long maxBytes) {
        return new ReplacedRequest(maxBytes, new ModelName(groups, vendors));
    }

    public Processor fallbacks() {
        return new ConfiguredFallbacks(groups.expand(settings.fallbacks()));
    }

    public Processor reasoning() {
        return new ReasoningConversion(settings.reasoning() == Reasoning.NATIVE);
    }

    public Processor cacheControl() {
        return settings.cacheControl() == CacheControl.STRIP ? new CacheControlRemoval() : NOTHING;
    }

    public Processor parameterFilter() {
        return new ParameterFilter(settings.filteredParameters());
    }

    public Processor messagesToInput() {
        return new MessagesToInput();
    }

    public Processor responsesReasoning() {
        return new ResponsesReasoning();
    }

    public Processor storeRemoval() {
        return new StoreRemoval();
    }
}
