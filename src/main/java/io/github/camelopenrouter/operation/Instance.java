/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.accesslog.AccessLog;
import io.github.camelopenrouter.accesslog.AccessLogSettings;
import io.github.camelopenrouter.alert.AlertSettings;
import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.auth.AuthFailures;
import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.auth.DoorGuard;
import io.github.camelopenrouter.auth.Memberships;
import io.github.camelopenrouter.balance.BalanceSettings;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.body.RequestEncoder;
import io.github.camelopenrouter.call.KeyCooldowns;
import io.github.camelopenrouter.call.TracingSlot;
import io.github.camelopenrouter.config.DummyValue;
import io.github.camelopenrouter.config.GatewaySettings;
import io.github.camelopenrouter.config.LimitSettings;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.models.AnthropicModelsResponse;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.ModelIdFromPath;
import io.github.camelopenrouter.models.ModelSource;
import io.github.camelopenrouter.models.ModelsOfHiddenAccount;
import io.github.camelopenrouter.models.ModelsResponse;
import io.github.camelopenrouter.models.UpstreamModels;
import io.github.camelopenrouter.models.VisibleModels;
import io.github.camelopenrouter.passthrough.AccountAnswers;
import io.github.camelopenrouter.passthrough.FindTarget;
import io.github.camelopenrouter.passthrough.PassThroughSettings;
import io.github.camelopenrouter.passthrough.ReadRequest;
import io.github.camelopenrouter.passthrough.RenameModel;
import io.github.camelopenrouter.passthrough.ReplacedBody;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.request.RequestSettings;
import io.github.camelopenrouter.request.RequestSteps;
import io.github.camelopenrouter.response.AccountErrors;
import io.github.camelopenrouter.response.AddResponseHeaders;
import io.github.camelopenrouter.response.filter.ResponseFilters;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext.Place;
import io.github.camelopenrouter.upstream.AppSettings;
import io.github.camelopenrouter.upstream.CircuitBreakerSettings;
import io.github.camelopenrouter.upstream.RetrySettings;
import io.github.camelopenrouter.upstream.TimeoutSettings;
import io.github.camelopenrouter.upstream.UpstreamSteps;
import io.github.camelopenrouter.upstream.Vendor;
import io.github.camelopenrouter.upstream.http.FirstConnection;
import io.github.camelopenrouter.upstream.http.NetworkSettings;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import io.github.camelopenrouter.usage.UsageSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;

/**
 * What stands behind the routes of one instance: the processors as its settings want them, its connections and its model
 * catalogue.
 */
final class Instance {

    private final Settings settings;
    private final String prefix;
    private final InstanceBeans beans;
    private final ModelCatalogue catalogue;
    private final UpstreamSteps upstream;
    private final KeyPool keys;
    private final ModelGroups groups;
    private final VisibleModels visible = new VisibleModels();
    private final AccountAnswers account = new AccountAnswers();
    private final RequestSteps request;
    private final OperatorStepsPresent responseSteps;
    private final DoorGuard guard;
    private final CallListeners listeners;
    private final List<ExecutorService> threads;
    private final ProducerTemplate fetching;
    private final InstanceFeatures features;

    private Instance(CamelContext context, Settings settings) {
        this.settings = settings;
        this.prefix = settings.instance().routePrefix();
        this.beans = new InstanceBeans(context, prefix);
        this.guard = DoorGuard.of(
                settings,
                AuthSettings.allowedOrigins(context),
                () -> context.getRegistry().findByType(Authenticator.class),
                AuthFailures.of(context, settings));
        this.upstream = new UpstreamSteps(
                TimeoutSettings.of(settings),
                RetrySettings.of(settings),
                CircuitBreakerSettings.of(settings),
                new ResponseFilters(context),
                AuthSettings.of(settings).asksForKeys() ? new AccountErrors() : null);
        this.keys = new KeyPool(
                settings.settingsPrefix() + settings.apiKeySetting(),
                BalanceSettings.of(settings),
                System::nanoTime,
                Instance::random);
        RequestSettings requests = RequestSettings.of(settings);
        this.groups = new ModelGroups(requests.modelAliases(), this::balancerOfModels);
        this.responseSteps = new OperatorStepsPresent();
        ExecutorServiceManager executors = context.getExecutorServiceManager();
        ExecutorService models = executors.newThreadPool(this, prefix + "models", oneThread());
        ScheduledExecutorService watchdog = executors.newSingleThreadScheduledExecutor(this, prefix + "watchdog");
        this.threads = List.of(models, watchdog);
        this.fetching = context.createProducerTemplate();
        this.catalogue = new ModelCatalogue(
                models(AuthSettings.of(settings).asksForKeys()), Clock.systemUTC(), models, groups.firstMembers());
        TracingSlot tracing = new TracingSlot();
        this.listeners = new CallListeners(
                context,
                new AccessLog(AccessLogSettings.isOn(settings)),
                new CallEstimates(catalogue),
                tracing,
                settings.get(GatewaySettings.TIMING_HEADER));
        this.request = new RequestSteps(requests, groups, catalogue::resolve);
        this.features = new InstanceFeatures(
                context,
                settings,
                beans,
                guard,
                listeners,
                List.of(
                        settings,
                        keys,
                        guard,
                        guard.clientKeys(),
                        catalogue,
                        upstream.breakers(),
                        tracing,
                        groups,
                        visible,
                        new Memberships(),
                        account));
        upstream.start(watchdog);
    }

    /** @param hiding whether clients learn nothing of the account */
    private ModelSource models(boolean hiding) {
        ModelSource source = new UpstreamModels(fetching, "direct:" + prefix + "models-fetch");
        return hiding ? new ModelsOfHiddenAccount(source) : source;
    }

    static Instance bind(CamelContext context, Settings settings, List<Feature> features) throws Exception {
        Instance instance = new Instance(context, settings);
        try {
            instance.features.install(features);
            if (!DummyValue.standsForAbsent(context)) {
                instance.guard.requireClients(settings);
            }
            instance.bindBeans(context);
            return instance;
        } catch (Exception e) { // a Kamelet's call tries again, each time with threads of its own
            instance.end(context).forEach(e::addSuppressed);
            Features.undo(features, context).forEach(e::addSuppressed);
            throw e;
        }
    }

    /**
     * Its routes are gone: nothing runs in its threads any more, and what its features have opened is closed.
     *
     * @return what could not be closed
     */
    List<Exception> end(CamelContext context) {
        List<Exception> failures = features.close();
        threads.forEach(context.getExecutorServiceManager()::shutdownNow);
        fetching.stop();
        return failures;
    }

    private void bindBeans(CamelContext context) throws Exception {
        NetworkSettings network = NetworkSettings.of(settings);
        HttpClientConnectionManager connections = beans.bindUpstream(network);
        if (network.connectAtStart()) {
            connectOnceStarted(context, new FirstConnection(connections, settings.baseUrl(), network));
        }
        beans.bind("settings", settings);
        beans.bind("clients", guard.clients());
        beans.bind("breaker", upstream.pinnedBreaker());
        beans.bind(
                "guard",
                doorSteps()
                        .behind(new RecordedDoor(
                                guard, listeners, settings.instance().value())));
        beans.bind("model-id", new ModelIdFromPath());
        beans.bind("admin-breakers", upstream.breakersReport());
        beans.bind("admin-cooldowns", keys.cooldownsReport());
        beans.bind(KeyCooldowns.BEAN, keys);
        beans.bindHealth(upstream.health(prefix + "vendors"));
        beans.bindHealth(keys.health(prefix + "balance", groups.groups()));
    }

    private void connectOnceStarted(CamelContext context, Runnable connecting) throws Exception {
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        context.addStartupListener((started, already) ->
                threads.newThread(prefix + "first-connection", connecting).start());
    }

    /** Says all that a host's {@code camel.threadpool.…} could say for its own. */
    private static ThreadPoolProfile oneThread() {
        return new ThreadPoolProfileBuilder("openrouter-one-thread")
                .poolSize(1)
                .maxPoolSize(1)
                .maxQueueSize(1000)
                .keepAliveTime(0L)
                .allowCoreThreadTimeOut(false)
                .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
                .build();
    }

    private DoorSteps doorSteps() {
        return new DoorSteps(
                settings.instance().value(), features.steps(Place.DOOR).values());
    }

    String upstreamUri() {
        return beans.upstreamUri(settings.baseUrl());
    }

    /** @param route the id of the operation's route */
    Processor resetCall(String route) {
        return guard.before(new ResetCall(settings.instance(), listeners, route), doorSteps()::run);
    }

    Processor decoder() {
        return new RequestDecoder(settings.get(LimitSettings.MAX_REQUEST_BYTES));
    }

    Processor passThroughTarget() {
        return new FindTarget(
                PassThroughSettings.of(settings).accounts(),
                settings.settingsPrefix() + "account-paths",
                guard::isWithoutKeysOnLoopback,
                account);
    }

    /** Who answers on the account's paths in OpenRouter's place. */
    AccountAnswers account() {
        return account;
    }

    Processor passThroughReader() {
        return new ReadRequest(settings.get(LimitSettings.MAX_REQUEST_BYTES));
    }

    RequestSteps request() {
        return request;
    }

    Processor replacedRequest() {
        long maxBytes = settings.get(LimitSettings.MAX_REQUEST_BYTES);
        Processor ofOperations = request.replacedRequest(maxBytes);
        Processor ofOtherPaths = new ReplacedBody(maxBytes, new RenameModel(request.modelName()));
        return exchange -> (exchange.getProperty(OpenRouterConstants.OPERATION) == Operation.PASS_THROUGH
                        ? ofOtherPaths
                        : ofOperations)
                .process(exchange);
    }

    Processor encoder() {
        return new RequestEncoder();
    }

    UpstreamSteps upstream() {
        return upstream;
    }

    Processor healthyModel() {
        return new HealthyModel(upstream.breakers(), groups);
    }

    KeyPool keys() {
        return keys;
    }

    Processor upstreamHeaders() {
        return upstream.headers(userAgent(), AppSettings.of(settings));
    }

    /** Whether costs are booked that are only known later, or alerts tell of keys. */
    boolean asksForCosts(CamelContext context) {
        return UsageSettings.areGiven(context, settings) || AlertSettings.areWanted(context, settings);
    }

    Processor generationRequest() {
        return upstream.generationRequest(keys::lately, userAgent());
    }

    private static String userAgent() {
        return "camel-openrouter/" + Version.current();
    }

    Processor addResponseHeaders() {
        return new AddResponseHeaders();
    }

    /** What features do at this place, by the names of the nodes. */
    Map<String, Processor> steps(Place place) {
        return features.steps(place);
    }

    /** Whether an operator has steps behind the answer. */
    OperatorStepsPresent responseSteps() {
        return responseSteps;
    }

    Processor modelsResponse() {
        return guard.before(new ModelsResponse(catalogue, visible), doorSteps()::run);
    }

    Processor anthropicModelsResponse() {
        return guard.before(new AnthropicModelsResponse(catalogue, visible), doorSteps()::run);
    }

    private Balancer balancerOfModels(Map<String, Double> weights) {
        return new Balancer(
                weights,
                BalanceSettings.of(settings),
                model -> !upstream.breakers().isOpen(Vendor.of(model)),
                System::nanoTime,
                Instance::random);
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
