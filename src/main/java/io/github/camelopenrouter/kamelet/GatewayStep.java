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

import io.github.camelopenrouter.config.SettingException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * A step that calls a gateway: the Kamelet says by three properties which one. It tells the step its route and calls
 * {@code init()}, which reads and checks the properties before the route starts.
 */
public abstract class GatewayStep implements Processor, CamelContextAware {

    private @Nullable CamelContext context;
    private @Nullable String route;
    private @Nullable KameletTarget target;

    GatewayStep() {}

    /** The id of the route that Camel has made of the Kamelet for this step, which knows what is given to it. */
    public void setRoute(String route) {
        this.route = route;
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
        return requireNonNull(target);
    }

    /**
     * The route is about to be made.
     *
     * @throws SettingException if what is given is wrong; of a host that is starting, {@link KameletTargets#check} says so
     */
    public final void init() {
        TemplateParameters given = TemplateParameters.ofRoute(context(), requireNonNull(route));
        try {
            configure(given);
        } catch (SettingException e) {
            KameletTargets.of(context()).refuse(given.kamelet(), e);
        }
    }

    /** Takes what is given to the Kamelet; what is wrong with it, or cannot work together, stops the start. */
    void configure(TemplateParameters given) {
        if (given.isOfAMessage("baseUrl") && !given.isOfAMessage("apiKey")) { // the host's key would go there
            throw TemplateParameters.refusal("baseUrl", "stands without apiKey", "give both there, or none");
        }
        target = new KameletTarget(given.value("instance"), given.value("apiKey"), given.value("baseUrl"));
        KameletTargets.of(context()).expect(target);
    }
}
