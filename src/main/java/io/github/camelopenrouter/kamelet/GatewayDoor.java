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

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.api.Operation.Api;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.request.RequestLimit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * First step behind the gateway source's door: says which operation and which gateway the request is for, and lets in who
 * shows a key of the gateway's, as {@code openrouter.auth} wants it, and sends no more than the gateway takes.
 */
public final class GatewayDoor extends ServiceSupport implements Processor, CamelContextAware {

    private @Nullable CamelContext context;
    private @Nullable Operation operation;
    private KameletTarget target = new KameletTarget(null, null, null);
    private InstanceName instance = InstanceName.UNNAMED;
    private volatile @Nullable Processor guard;

    public void setOperation(String operation) {
        this.operation = DoorFunction.operation(operation);
    }

    /** The name of a configured gateway, whose client keys are asked for and whose limits hold for the steps behind. */
    public void setInstance(@Nullable String instance) {
        this.target = new KameletTarget(KameletProperty.text(instance), null, null);
        this.instance = InstanceName.of(target.instance());
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    /**
     * Starts with the Kamelet's route, when all routes of the host are known.
     *
     * @throws VetoCamelContextStartException with our sentence if there is no such gateway
     */
    @Override
    protected void doStart() throws VetoCamelContextStartException {
        try {
            OpenRouterInstances.of(context()).requireKnown(target);
        } catch (SettingException e) {
            throw new VetoCamelContextStartException(e.getMessage(), e, context);
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Operation wanted = requireNonNull(operation);
        exchange.setProperty(OpenRouterConstants.OPERATION, wanted);
        exchange.setProperty(OpenRouterConstants.INSTANCE, instance);
        if (wanted.api() == Api.ANTHROPIC) {
            exchange.setProperty(OpenRouterConstants.DOOR_VENDOR, "anthropic");
        }
        guard().process(exchange);
        RequestLimit.check(exchange);
    }

    /** Benign race: concurrent first calls look up the same bean. */
    private Processor guard() throws Exception {
        Processor known = guard;
        if (known == null) {
            String prefix = OpenRouterInstances.of(context()).routePrefix(target);
            known = CamelContextHelper.mandatoryLookup(context(), prefix + "guard", Processor.class);
            guard = known;
        }
        return known;
    }

    private CamelContext context() {
        return requireNonNull(context);
    }
}
