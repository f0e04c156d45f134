/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static io.github.camelopenrouter.api.Operation.CHAT_COMPLETIONS;
import static io.github.camelopenrouter.api.Operation.COMPLETIONS;
import static io.github.camelopenrouter.api.Operation.EMBEDDINGS;
import static io.github.camelopenrouter.api.Operation.MESSAGES;
import static io.github.camelopenrouter.api.Operation.MODELS;
import static io.github.camelopenrouter.api.Operation.RESPONSES;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.config.OpenRouterSettings;
import io.github.camelopenrouter.response.OwnedStreamConverters;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;

/**
 * The gateway: one route for each operation, {@code direct:openrouter-<operation>}, and the two that call OpenRouter.
 *
 * <p>An operation takes an OpenAI (or Anthropic) request as JSON in the body, as bytes, text or stream, and leaves
 * OpenRouter's answer: the status in {@code CamelHttpResponseCode}, and as the body an open stream that belongs to the
 * receiver (its end or {@code close()} frees the upstream), or the bytes of an error in the operation's envelope.
 */
public class OpenRouterRoutes extends RouteBuilder {

    private final String instanceName;
    private final RoutePolicy errorsAreAnswers = new ContinueAfterHandledError();
    private OpenRouterSettings settings;
    private Instance gateway;
    private String prefix;

    /** The unnamed instance: settings {@code openrouter.*}, routes {@code openrouter-…}. */
    public OpenRouterRoutes() {
        this("");
    }

    /** The instance {@code b}: settings {@code openrouter.b.*}, routes {@code openrouter-b-…}. */
    public OpenRouterRoutes(String instanceName) {
        this.instanceName = instanceName;
    }

    /** An instance whose settings have been read already. */
    public OpenRouterRoutes(OpenRouterSettings settings) {
        this(settings.instance().value());
        this.settings = settings;
    }

    @Override
    public void configure() throws Exception {
        if (settings == null) {
            settings = OpenRouterSettings.load(getContext(), instanceName);
        }
        settings = EmbeddedSandbox.inPlaceOfOpenRouter(getContext(), settings);
        prefix = settings.instance().routePrefix();
        gateway = Instance.bind(getContext(), settings);
        DoorErrorConfiguration.addTo(getContext(), prefix);
        getContext().addRoutesConfigurations(new RetryConfiguration(prefix, gateway.availability()));

        chatCompletions();
        completions();
        responses();
        embeddings();
        messages();
        models();
        upstream();
    }

    // @formatter:off
    private void chatCompletions() {
        callUpstream(
                decode(CHAT_COMPLETIONS)
                        .process(gateway.validation(CHAT_COMPLETIONS)).id(id("chat-validate"))
                        .process(gateway.session()).id(id("chat-session"))
                        .process(gateway.modelName()).id(id("chat-model"))
                        .process(gateway.fallbacks()).id(id("chat-fallbacks"))
                        .process(gateway.reasoning()).id(id("chat-reasoning"))
                        .process(gateway.cacheControl()).id(id("chat-cache-control"))
                        .process(gateway.parameterFilter()).id(id("chat-filtered-parameters")),
                CHAT_COMPLETIONS);
    }

    private void completions() {
        callUpstream(
                decode(COMPLETIONS)
                        .process(gateway.validation(COMPLETIONS)).id(id("completions-validate"))
                        .process(gateway.session()).id(id("completions-session"))
                        .process(gateway.modelName()).id(id("completions-model"))
                        .process(gateway.fallbacks()).id(id("completions-fallbacks"))
                        .process(gateway.reasoning()).id(id("completions-reasoning"))
                        .process(gateway.cacheControl()).id(id("completions-cache-control"))
                        .process(gateway.parameterFilter()).id(id("completions-filtered-parameters")),
                COMPLETIONS);
    }

    private void responses() {
        callUpstream(
                decode(RESPONSES)
                        .process(gateway.messagesToInput()).id(id("responses-input"))
                        .process(gateway.validation(RESPONSES)).id(id("responses-validate"))
                        .process(gateway.session()).id(id("responses-session"))
                        .process(gateway.modelName()).id(id("responses-model"))
                        .process(gateway.fallbacks()).id(id("responses-fallbacks"))
                        .process(gateway.responsesReasoning()).id(id("responses-reasoning"))
                        .process(gateway.storeRemoval()).id(id("responses-store")),
                RESPONSES);
    }

    private void embeddings() {
        callUpstream(
                decode(EMBEDDINGS)
                        .process(gateway.validation(EMBEDDINGS)).id(id("embeddings-validate"))
                        .process(gateway.session()).id(id("embeddings-session"))
                        .process(gateway.modelName()).id(id("embeddings-model")),
                EMBEDDINGS);
    }

    private void messages() {
        callUpstream(
                decode(MESSAGES)
                        .process(gateway.validation(MESSAGES)).id(id("messages-validate"))
                        .process(gateway.session()).id(id("messages-session"))
                        .process(gateway.modelName()).id(id("messages-model"))
                        .process(gateway.fallbacks()).id(id("messages-fallbacks")),
                MESSAGES);
    }

    /** The list comes from the catalogue's cache; what the cache misses it fetches through the second route. */
    private void models() {
        own("models").routeConfigurationId(id("errors"))
                .routePolicy(errorsAreAnswers)
                .description("Models: the list, or the one named by the header CamelOpenRouterModelId")
                .setProperty(OpenRouterConstants.OPERATION, constant(MODELS))
                .process(gateway.modelsAnswer()).id(id("models-catalogue"));

        own("models-fetch").routeConfigurationId(id("errors")).routePolicy(errorsAreAnswers)
                .description("Fetches OpenRouter's model list for the catalogue")
                .setProperty(OpenRouterConstants.OPERATION, constant(MODELS))
                .to(direct("upstream")).id(id("models-call"));
    }

    /**
     * Retry surrounds the breaker: what fails in the inner route is handled, and tried again, by the outer one. Route
     * configurations with an id like {@code openrouter-upstream-…} are the operator's: their interceptors see each
     * request once, converted, in front of its first try.
     */
    private void upstream() {
        own("upstream")
                .routeConfigurationId(id("retry") + "," + id("upstream-*"))
                .routePolicy(errorsAreAnswers)
                .description("Calls OpenRouter, again where that may help")
                .to(direct("try")).id(id("upstream-try"));

        CircuitBreakerDefinition breaker = own("try").errorHandler(noErrorHandler())
                .description("One try: model, key, call behind the vendor's circuit breaker, and whether another follows")
                .process(gateway.availability().beginTry()).id(id("try-begin"))
                .process(gateway.healthyModel()).id(id("try-model"))
                .process(gateway.chooseKey()).id(id("try-key"))
                .process(gateway.upstreamRequest()).id(id("try-headers"))
                .process(gateway.availability().pinVendor()).id(id("try-vendor"))
                .circuitBreaker().id(id("try-breaker"));
        breaker.addInterceptStrategy(new UnpooledBreaker());
        breaker.resilience4jConfiguration()
                        .circuitBreaker(id("breaker")).throwExceptionWhenHalfOpenOrOpenState(true).end()
                    .to(gateway.upstreamUri()).id(id("try-call"))
                    .process(gateway.commitRule()).id(id("try-commit"))
                    .process(gateway.ownTheStream()).id(id("try-own-stream"))
                .end()
                .process(gateway.closeOnFailure()).id(id("try-close"))
                .process(gateway.restKey()).id(id("try-key-rest"))
                .process(gateway.availability().retryDecision()).id(id("try-retry"));
    }

    private ProcessorDefinition<?> decode(Operation operation) {
        return own(operation.id()).routeConfigurationId(id("errors")).routePolicy(errorsAreAnswers)
                .description("The operation " + operation.id() + ": decode, validate, convert, encode, call")
                .setProperty(OpenRouterConstants.OPERATION, constant(operation))
                .process(gateway.newCall()).id(id(operation.id() + "-new-call"))
                .process(gateway.decoder()).id(id(operation.id() + "-decode"));
    }

    private void callUpstream(ProcessorDefinition<?> route, Operation operation) {
        route.process(gateway.encoder()).id(id(operation.id() + "-encode"))
                .to(direct("upstream")).id(id(operation.id() + "-upstream"))
                .process(gateway.answerCheck()).id(id(operation.id() + "-answer"))
                .process(gateway.answerHead()).id(id(operation.id() + "-answer-head"));
    }
    // @formatter:on

    /** Camel caches no stream in it, and whoever looks on reads none. */
    private RouteDefinition own(String name) {
        return from(direct(name))
                .routeId(id(name))
                .streamCache("false")
                .routeProperty(OwnedStreamConverters.GATEWAYS_OWN, "true");
    }

    private String id(String name) {
        return prefix + name;
    }

    private String direct(String name) {
        return "direct:" + prefix + name;
    }
}
