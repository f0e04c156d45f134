/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import static java.util.Objects.requireNonNull;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * A step that calls a gateway: the Kamelet says by three properties, as text, which one. It sets all properties before it
 * calls {@code init()}, which checks them before the route starts.
 */
public abstract class GatewayStep implements Processor, CamelContextAware {

    private @Nullable CamelContext context;
    private @Nullable String instance;
    private @Nullable String apiKey;
    private @Nullable String baseUrl;

    GatewayStep() {}

    /** The name of a configured gateway, so that no key stands in a route. */
    public void setInstance(@Nullable String instance) {
        this.instance = KameletProperty.text(instance);
    }

    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = KameletProperty.text(apiKey);
    }

    public void setBaseUrl(@Nullable String baseUrl) {
        this.baseUrl = KameletProperty.text(baseUrl);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    /** Camel sets it before all else. */
    final CamelContext context() {
        return requireNonNull(context);
    }

    final KameletTarget target() {
        return new KameletTarget(instance, apiKey, baseUrl);
    }
}
