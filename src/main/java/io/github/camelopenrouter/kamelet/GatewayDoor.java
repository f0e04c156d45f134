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
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.error.Refusal;
import io.github.camelopenrouter.request.RequestLimit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * First step behind the gateway source's door: says which operation and which gateway the request is for, and lets in who
 * shows a key of the gateway's, as {@code openrouter.auth} wants it, and sends no more than the gateway takes.
 */
public final class GatewayDoor extends ServiceSupport implements Processor, CamelContextAware {

    private @Nullable CamelContext context;
    private @Nullable SourceDoor door;
    private KameletTarget target = new KameletTarget(null, null, null);
    private InstanceName instance = InstanceName.UNNAMED;
    private volatile @Nullable Processor guard;
    private volatile @Nullable Processor modelId;

    public void setOperation(String operation) {
        this.door = SourceDoor.of(operation);
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
     * Starts with the Kamelet's route, when all routes of the host are known. An HTTP server may run by then, which Camel would
     * leave running behind a veto.
     *
     * @throws SettingException if there is no such gateway
     */
    @Override
    protected void doStart() {
        OpenRouterInstances.of(context()).requireUsable(target);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        SourceDoor opened = requireNonNull(door);
        Operation wanted = opened.operation();
        if (wanted == null) {
            serve(exchange);
            return;
        }
        exchange.setProperty(OpenRouterConstants.OPERATION, wanted);
        exchange.setProperty(OpenRouterConstants.INSTANCE, instance);
        noteVendor(exchange, wanted);
        guard().process(exchange);
        RequestLimit.check(exchange);
        if (opened.isPrefix()) {
            modelId().process(exchange);
            Object id = exchange.getMessage().removeHeader(OpenRouterConstants.MODEL_ID_HEADER);
            exchange.setProperty(UpstreamStep.MODEL_ID, id); // no header of Camel's comes through the sink
        } else if (wanted.listsModels()) {
            exchange.setProperty(UpstreamStep.QUERY, exchange.getMessage().getHeader(Exchange.HTTP_QUERY));
        }
    }

    /** The answer to whoever asks for the health; the steps behind may change it. */
    private static void serve(Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody("{\"status\":\"UP\"}");
        exchange.setProperty(UpstreamStep.ANSWERED, Boolean.TRUE);
        Refusal.note(exchange, noKeyAsked());
    }

    /** The refusal of a call behind {@code health}: whoever finds the door could make it, and it may cost money. */
    static OpenRouterException noKeyAsked() {
        return OpenRouterException.of(
                403,
                "A door of the operation health asks nobody for a key: no step behind it calls OpenRouter.",
                null,
                null);
    }

    /** Whose models a bare name means: as at the gateway's own doors the path says it, and Anthropic's API. */
    private static void noteVendor(Exchange exchange, Operation wanted) {
        String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
        if (wanted.api() == Api.ANTHROPIC) {
            exchange.setProperty(OpenRouterConstants.DOOR_VENDOR, "anthropic");
        } else if (path.startsWith("/openai/")) {
            exchange.setProperty(OpenRouterConstants.DOOR_VENDOR, "openai");
        }
    }

    /** Benign race: concurrent first calls look up the same bean. */
    private Processor guard() throws Exception {
        Processor known = guard;
        if (known == null) {
            known = bean("guard");
            guard = known;
        }
        return known;
    }

    /** As {@link #guard()}. */
    private Processor modelId() throws Exception {
        Processor known = modelId;
        if (known == null) {
            known = bean("model-id");
            modelId = known;
        }
        return known;
    }

    private Processor bean(String name) throws Exception {
        String prefix = OpenRouterInstances.of(context()).routePrefix(target);
        return CamelContextHelper.mandatoryLookup(context(), prefix + name, Processor.class);
    }

    private CamelContext context() {
        return requireNonNull(context);
    }
}
