/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import static io.github.camelopenrouter.api.Operation.ANTHROPIC_MODELS;
import static io.github.camelopenrouter.api.Operation.CHAT_COMPLETIONS;
import static io.github.camelopenrouter.api.Operation.COMPLETIONS;
import static io.github.camelopenrouter.api.Operation.COUNT_TOKENS;
import static io.github.camelopenrouter.api.Operation.EMBEDDINGS;
import static io.github.camelopenrouter.api.Operation.MESSAGES;
import static io.github.camelopenrouter.api.Operation.MODELS;
import static io.github.camelopenrouter.api.Operation.PASS_THROUGH;
import static io.github.camelopenrouter.api.Operation.RESPONSES;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.body.RequestTree;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.passthrough.RenameModel;
import io.github.camelopenrouter.request.RequestSteps;
import io.github.camelopenrouter.response.OwnedStreamConverters;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext.Place;
import io.github.camelopenrouter.tokens.CountTokens;
import io.github.camelopenrouter.upstream.UpstreamSteps;
import java.util.List;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The gateway: one route for each operation, {@code direct:openrouter-<operation>}, and those that they share.
 *
 * <p>An operation takes an OpenAI (or Anthropic) request as JSON in the body, as bytes, text or stream, and leaves
 * OpenRouter's answer: the status in {@code CamelHttpResponseCode}, and as the body an open stream that belongs to the
 * receiver (its end or {@code close()} frees the upstream), or the bytes of an error in the operation's envelope.
 */
@SuppressWarnings("NullAway.Init") // what the routes are written from is there from the first lines of configure() on
public class OpenRouterRoutes extends RouteBuilder {

    /** The policy's step, by which a call that goes nowhere is looked at, too. */
    private static final String AUTHORIZE = "authorize";

    private final String instanceName;
    private final @Nullable Settings settings;
    private final RoutePolicy continueAfterHandledError = new ContinueAfterHandledError();
    private Settings known;
    private Instance gateway;
    private RequestSteps request;
    private UpstreamSteps upstream;
    private String prefix;

    /** The unnamed instance: settings {@code openrouter.*}, routes {@code openrouter-…}. */
    public OpenRouterRoutes() {
        this("");
    }

    /** The instance {@code b}: settings {@code openrouter.b.*}, routes {@code openrouter-b-…}. */
    public OpenRouterRoutes(String instanceName) {
        this.instanceName = instanceName;
        this.settings = null;
    }

    /** An instance whose settings have been read already; see {@link LoadedRoutes}. */
    OpenRouterRoutes(Settings settings) {
        this.instanceName = settings.instance().value();
        this.settings = settings;
    }

    @Override
    public void configure() throws Exception {
        Settings read = settings == null ? Settings.load(getContext(), instanceName) : settings;
        List<Feature> features = Features.of(getContext(), read);
        known = Features.settings(features, getContext(), read);
        prefix = known.instance().routePrefix();
        gateway = Instance.bind(getContext(), known, features);
        request = gateway.request();
        upstream = gateway.upstream();
        DoorErrorConfiguration.addTo(getContext(), prefix);
        new RetryConfiguration(prefix, upstream)
                .updateRouteConfigurationsToCamelContext(getContext()); // those of routes since removed
        GatewayRoutes.of(getContext()).add(prefix, this);

        chatCompletions();
        completions();
        responses();
        embeddings();
        messages();
        countTokens();
        models();
        passThrough();
        response();
        upstream();
        if (gateway.asksForCosts(getContext())) {
            generation();
        }
    }

    /** The same gateway, whose routes are gone and with them its connections. */
    OpenRouterRoutes again() {
        end();
        return new OpenRouterRoutes(known);
    }

    /** Others stand in their place; nothing happens the second time. */
    void end() {
        gateway.end(getContext())
                .forEach(failure -> log.warn("Something of the gateway {}* that is gone stays open", prefix, failure));
    }

    // @formatter:off
    private void chatCompletions() {
        operation(CHAT_COMPLETIONS)
                .step("validate", request.validation(CHAT_COMPLETIONS))
                .step("session", request.session())
                .step("model", request.modelName())
                .step("fallbacks", request.fallbacks())
                .step("reasoning", request.reasoning())
                .step("cache-control", request.cacheControl())
                .step("filtered-parameters", request.parameterFilter())
                .callUpstream();
    }

    private void completions() {
        operation(COMPLETIONS)
                .step("validate", request.validation(COMPLETIONS))
                .step("session", request.session())
                .step("model", request.modelName())
                .step("fallbacks", request.fallbacks())
                .step("reasoning", request.reasoning())
                .step("cache-control", request.cacheControl())
                .step("filtered-parameters", request.parameterFilter())
                .callUpstream();
    }

    private void responses() {
        operation(RESPONSES)
                .step("input", request.messagesToInput())
                .step("validate", request.validation(RESPONSES))
                .step("session", request.session())
                .step("model", request.modelName())
                .step("fallbacks", request.fallbacks())
                .step("reasoning", request.responsesReasoning())
                .step("store", request.storeRemoval())
                .callUpstream();
    }

    private void embeddings() {
        operation(EMBEDDINGS)
                .step("validate", request.validation(EMBEDDINGS))
                .step("session", request.session())
                .step("model", request.modelName())
                .callUpstream();
    }

    private void messages() {
        operation(MESSAGES)
                .step("validate", request.validation(MESSAGES))
                .step("session", request.session())
                .step("model", request.modelName())
                .step("fallbacks", request.fallbacks())
                .callUpstream();
    }

    /** Calls nobody: an estimate is enough to know what is left of a context. */
    private void countTokens() {
        OperationRoute count = operation(COUNT_TOKENS)
                .step("validate", request.validation(COUNT_TOKENS));
        Processor authorize = gateway.steps(Place.REQUEST).get(AUTHORIZE);
        if (authorize != null) {
            count.step("session", request.session())
                    .step("model", request.modelName())
                    .step(AUTHORIZE, authorize);
        }
        count.step("estimate", new CountTokens());
    }

    /** All of OpenRouter's other paths, as the table in {@code passthrough} lists them: nothing is converted. */
    private void passThrough() {
        begin(PASS_THROUGH)
                .step("target", gateway.passThroughTarget())
                .unless("account", gateway.account()::answer, gateway.account())
                .step("read", gateway.passThroughReader())
                .step("session", request.session())
                .step("model", new RenameModel(request.modelName()))
                .callUpstream();
    }

    /**
     * No operation like the others: the list comes from the catalogue's cache; what the cache misses it fetches through the
     * second route.
     */
    private void models() {
        own("models").routeConfigurationId(id("errors")).routePolicy(continueAfterHandledError)
                .description("Models: the list, or the one named by the header CamelOpenRouterModelId")
                .setProperty(OpenRouterConstants.OPERATION, constant(MODELS))
                .process(gateway.modelsResponse()).id(id("models-catalogue"));

        own("anthropic-models").routeConfigurationId(id("errors")).routePolicy(continueAfterHandledError)
                .description("Models in Anthropic's shape: a page of the list, or the one that the header names")
                .setProperty(OpenRouterConstants.OPERATION, constant(ANTHROPIC_MODELS))
                .process(gateway.anthropicModelsResponse()).id(id("anthropic-models-catalogue"));

        own("models-fetch").routeConfigurationId(id("errors")).routePolicy(continueAfterHandledError)
                .description("Fetches OpenRouter's model list for the catalogue")
                .setProperty(OpenRouterConstants.OPERATION, constant(MODELS))
                .to(direct("upstream")).id(id("models-upstream"));
    }

    /**
     * Retry surrounds the breaker: what fails in the inner route is handled, and attempted again, by the outer one. Route
     * configurations with an id like {@code openrouter-upstream-…} are the operator's: their interceptors see each
     * request once, decoded and converted, in front of its first attempt. Behind the check it stands as it will be sent, still
     * decoded ({@link RequestTree}): the place for features that have to read that.
     */
    private void upstream() {
        RouteDefinition upstreamRoute = own("upstream").routeConfigurationId(id("retry") + "," + id("upstream-*"))
                .routePolicy(continueAfterHandledError)
                .description("Calls OpenRouter, again where that may help");
        once(upstreamRoute, "check", gateway.replacedRequest());
        if (!gateway.steps(Place.REQUEST).isEmpty()) {
            gateway.steps(Place.REQUEST).forEach((name, step) ->
                    once(upstreamRoute, name, name.equals(AUTHORIZE) ? ofCalls(step) : ofRequests(step)));
            once(upstreamRoute, "recheck", gateway.replacedRequest());
        }
        once(upstreamRoute, "encode", gateway.encoder());
        upstreamRoute
                .to(direct("attempt")).id(id("upstream-attempt"));

        RouteDefinition attempt = own("attempt").errorHandler(noErrorHandler())
                .description("One attempt: model, key, call behind the vendor's circuit breaker, and whether another follows")
                .process(upstream.beginAttempt()).id(id("attempt-begin"))
                .process(gateway.healthyModel()).id(id("attempt-model")); // of a group, and of fallbacks, one that is healthy
        gateway.steps(Place.ATTEMPT).forEach((name, step) -> attempt.process(step).id(id("attempt-" + name)));
        CircuitBreakerDefinition breaker = attempt
                .process(gateway.keys().chooseKey()).id(id("attempt-key"))
                .process(gateway.upstreamHeaders()).id(id("attempt-headers"))
                .process(upstream.pinVendor()).id(id("attempt-vendor")) // the breaker asks this thread for it
                .circuitBreaker().id(id("attempt-breaker"));
        breaker.addInterceptStrategy(new UnpooledBreaker());
        breaker.resilience4jConfiguration() // all that a host could set for its own breakers
                        .circuitBreaker(id("breaker")).throwExceptionWhenHalfOpenOrOpenState(true)
                        .timeoutEnabled(false).bulkheadEnabled(false).end()
                    .to(gateway.upstreamUri()).id(id("attempt-call"))
                    .process(upstream.inspectFirstEvent()).id(id("attempt-first-event")) // an error before any content is that error
                    .process(upstream.detachResponseStream()).id(id("attempt-response")) // the receiver's from here on
                .end()
                .process(upstream.closeOnFailure()).id(id("attempt-close-on-failure"))
                .process(gateway.keys().cooldownKey(upstream.retries())).id(id("attempt-key-cooldown"))
                .process(upstream.retryOnStatus()).id(id("attempt-retry"));
    }

    /** Behind no breaker and tried once: whoever asks comes back. */
    private void generation() {
        own("generation").errorHandler(noErrorHandler())
                .description("Asks OpenRouter what it has generated cost, where its answer did not say it, and about keys")
                .process(gateway.generationRequest()).id(id("generation-request"))
                .to(gateway.upstreamUri()).id(id("generation-call"))
                .process(upstream.generationAnswer()).id(id("generation-answer"));
    }

    /** The fetch of the list of models has no request. */
    private static Processor ofRequests(Processor step) {
        return exchange -> {
            if (exchange.getMessage().getBody() != null) {
                step.process(exchange);
            }
        };
    }

    /** A client's call may have none either, and is somebody's. */
    private static Processor ofCalls(Processor step) {
        return exchange -> {
            if (exchange.getMessage().getBody() != null
                    || exchange.getProperty(OpenRouterConstants.OPERATION) == PASS_THROUGH) {
                step.process(exchange);
            }
        };
    }

    /**
     * A step that is not tried again: Camel copies the exchange in front of each one that may be. What goes wrong in it is for
     * the error handling of the operation.
     */
    private void once(RouteDefinition route, String name, Processor processor) {
        ProcessDefinition step = new ProcessDefinition(processor);
        step.setId(id("upstream-" + name));
        step.setInheritErrorHandler(false);
        route.addOutput(step);
    }

    /**
     * The operator's place behind the answer. Route configurations with an id like {@code openrouter-response-…} are theirs:
     * their interceptors see each answer once, in front of the client's first byte. Without one no answer comes here.
     */
    private void response() {
        RouteDefinition response = route("response").errorHandler(noErrorHandler()).routeConfigurationId(id("response-*"));
        gateway.responseSteps().in(response);
        response
                .description("The operator's steps behind an answer of OpenRouter's, or of an error in its place")
                .process(exchange -> {}).id(id("response-passes"));
    }

    private OperationRoute operation(Operation operation) {
        return begin(operation).step("decode", gateway.decoder());
    }

    private OperationRoute begin(Operation operation) {
        RouteDefinition route = own(operation.id()).routeConfigurationId(id("errors")).routePolicy(continueAfterHandledError)
                .description("The operation " + operation.id() + ": decode, check and convert, call, look at the response");
        route.setProperty(OpenRouterConstants.OPERATION, constant(operation));
        OperationRoute begun = new OperationRoute(route, operation).step("reset", gateway.resetCall(id(operation.id())));
        gateway.steps(Place.OPERATION).forEach(begun::step);
        return begun;
    }

    /** The steps of one operation, from decoded to called; each node's id begins with the operation's. */
    private final class OperationRoute {

        private ProcessorDefinition<?> route;
        private final String idPrefix;

        OperationRoute(RouteDefinition route, Operation operation) {
            this.route = route;
            this.idPrefix = id(operation.id() + "-");
        }

        OperationRoute step(String name, Processor processor) {
            route.process(processor).id(idPrefix + name);
            return this;
        }

        /** What follows is for all other requests. */
        OperationRoute unless(String name, Predicate asked, Processor answer) {
            ChoiceDefinition choice = route.choice().id(idPrefix + name);
            choice.when(asked).process(answer).id(idPrefix + name + "-answer");
            route = choice.otherwise();
            return this;
        }

        void callUpstream() {
            route.to(direct("upstream")).id(idPrefix + "upstream");
            step("response", upstream.responseCheck());
            step("response-head", gateway.addResponseHeaders());
            route.choice().id(idPrefix + "response-wanted")
                    .when(exchange -> gateway.responseSteps().getAsBoolean())
                        .to(direct("response")).id(idPrefix + "response-steps");
            gateway.steps(Place.RESPONSE).forEach(this::step);
        }
    }
    // @formatter:on

    /** A route whose streams tracers and debuggers do not read. */
    private RouteDefinition own(String name) {
        return route(name).routeProperty(OwnedStreamConverters.GATEWAYS_OWN, "true");
    }

    private RouteDefinition route(String name) {
        return from(direct(name)).routeId(id(name)).streamCache("false");
    }

    private String id(String name) {
        return prefix + name;
    }

    private String direct(String name) {
        return "direct:" + prefix + name;
    }
}
