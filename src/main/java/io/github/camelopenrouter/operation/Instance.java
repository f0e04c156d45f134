/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.auth.ClientAuthentication;
import io.github.camelopenrouter.auth.ClientKeys;
import io.github.camelopenrouter.auth.DoorGuard;
import io.github.camelopenrouter.auth.LoopbackOnly;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.body.RequestDecoder;
import io.github.camelopenrouter.body.RequestEncoder;
import io.github.camelopenrouter.config.Auth;
import io.github.camelopenrouter.config.BareNames;
import io.github.camelopenrouter.config.CacheControl;
import io.github.camelopenrouter.config.OpenRouterSettings;
import io.github.camelopenrouter.config.Reasoning;
import io.github.camelopenrouter.config.Version;
import io.github.camelopenrouter.models.ModelCatalogue;
import io.github.camelopenrouter.models.ModelIdFromPath;
import io.github.camelopenrouter.models.ModelsResponse;
import io.github.camelopenrouter.models.UpstreamModels;
import io.github.camelopenrouter.request.CacheControlRemoval;
import io.github.camelopenrouter.request.ConfiguredFallbacks;
import io.github.camelopenrouter.request.MessagesToInput;
import io.github.camelopenrouter.request.ModelGroups;
import io.github.camelopenrouter.request.ModelName;
import io.github.camelopenrouter.request.ParameterFilter;
import io.github.camelopenrouter.request.ReasoningConversion;
import io.github.camelopenrouter.request.RequestValidation;
import io.github.camelopenrouter.request.ResponsesReasoning;
import io.github.camelopenrouter.request.SessionKey;
import io.github.camelopenrouter.request.StoreRemoval;
import io.github.camelopenrouter.request.VendorLookup;
import io.github.camelopenrouter.response.AddResponseHeaders;
import io.github.camelopenrouter.upstream.CloseOnFailure;
import io.github.camelopenrouter.upstream.DetachResponseStream;
import io.github.camelopenrouter.upstream.InspectFirstEvent;
import io.github.camelopenrouter.upstream.PinnedBreaker;
import io.github.camelopenrouter.upstream.Resilience;
import io.github.camelopenrouter.upstream.UpstreamRequest;
import io.github.camelopenrouter.upstream.UpstreamResponseCheck;
import io.github.camelopenrouter.upstream.Vendor;
import io.github.camelopenrouter.upstream.VendorsHealth;
import io.github.camelopenrouter.upstream.http.FirstConnection;
import io.github.camelopenrouter.upstream.http.UpstreamNetwork;
import io.github.camelopenrouter.upstream.keys.BalanceHealth;
import io.github.camelopenrouter.upstream.keys.ChooseKey;
import io.github.camelopenrouter.upstream.keys.CooldownKey;
import io.github.camelopenrouter.upstream.keys.KeyPool;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;

/**
 * What stands behind the routes of one instance: the processors as its settings want them, its connections and its model
 * catalogue.
 */
final class Instance {

    private final OpenRouterSettings settings;
    private final String prefix;
    private final InstanceBeans beans;
    private final ModelCatalogue catalogue;
    private final Resilience resilience;
    private final KeyPool keys;
    private final ModelGroups groups;
    private final BooleanSupplier operatorsSteps;
    private final DoorGuard guard;

    private Instance(CamelContext context, OpenRouterSettings settings) {
        this.settings = settings;
        this.prefix = settings.instance().routePrefix();
        this.beans = new InstanceBeans(context.getRegistry(), prefix);
        this.guard = new DoorGuard(settings.settingsPrefix(), whoComesIn());
        this.resilience = new Resilience(
                InstanceOptions.clocks(settings),
                InstanceOptions.retries(settings),
                InstanceOptions.breakers(settings));
        this.keys = new KeyPool(
                settings.apiKeys(),
                settings.settingsPrefix() + "api-key",
                InstanceOptions.balancing(settings),
                System::nanoTime,
                Instance::random);
        this.groups = new ModelGroups(settings.modelAliases(), this::balancerOfModels);
        this.operatorsSteps = new OperatorStepsPresent(context, prefix + "upstream", prefix + "retry");
        this.catalogue = new ModelCatalogue(
                new UpstreamModels(context.createProducerTemplate(), "direct:" + prefix + "models-fetch"),
                Clock.systemUTC(),
                context.getExecutorServiceManager().newSingleThreadExecutor(this, prefix + "models"),
                groups.firstMembers());
        resilience.start(
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, prefix + "watchdog"));
    }

    static Instance bind(CamelContext context, OpenRouterSettings settings) throws Exception {
        Instance instance = new Instance(context, settings);
        instance.bindBeans(context);
        return instance;
    }

    private void bindBeans(CamelContext context) throws Exception {
        UpstreamNetwork network = UpstreamNetwork.of(settings);
        HttpClientConnectionManager connections = beans.bindUpstream(keys, network);
        if (settings.connectAtStart() && network.proxy() == null) {
            connectOnceStarted(context, new FirstConnection(connections, settings.baseUrl(), network));
        }
        beans.bind("settings", settings);
        beans.bind("breaker", new PinnedBreaker(resilience.breakers()));
        beans.bind("guard", guard);
        beans.bind("model-id", new ModelIdFromPath());
        beans.bindHealth(new VendorsHealth(prefix + "vendors", resilience.breakers()));
        beans.bindHealth(new BalanceHealth(prefix + "balance", keys.balancer(), groups.groups()));
    }

    private void connectOnceStarted(CamelContext context, Runnable connecting) throws Exception {
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        context.addStartupListener((started, already) ->
                threads.newThread(prefix + "first-connection", connecting).start());
    }

    String upstreamUri() {
        return beans.upstreamUri(settings.baseUrl());
    }

    Processor resetCall() {
        return guard.before(new ResetCall(settings.instance()));
    }

    Processor decoder() {
        return new RequestDecoder(settings.maxRequestBytes());
    }

    Processor validation(Operation operation) {
        return new RequestValidation(operation);
    }

    /** Where there is nothing to choose from, the step does nothing, and stands in the route all the same. */
    Processor session() {
        boolean needed = settings.apiKeys().size() > 1 || !groups.groups().isEmpty();
        return needed ? new SessionKey() : exchange -> {};
    }

    Processor modelName() {
        VendorLookup vendors =
                settings.bareNames() == BareNames.VENDOR ? catalogue::resolve : (vendor, bareName) -> bareName;
        return new ModelName(groups, vendors);
    }

    Processor reasoning() {
        return new ReasoningConversion(settings.reasoning() == Reasoning.NATIVE);
    }

    /** With {@code openrouter.cache-control=keep} the step does nothing, and stands in the route all the same. */
    Processor cacheControl() {
        return settings.cacheControl() == CacheControl.STRIP ? new CacheControlRemoval() : exchange -> {};
    }

    Processor parameterFilter() {
        return new ParameterFilter(settings.filteredParameters());
    }

    Processor messagesToInput() {
        return new MessagesToInput();
    }

    Processor responsesReasoning() {
        return new ResponsesReasoning();
    }

    Processor storeRemoval() {
        return new StoreRemoval();
    }

    Processor encoder() {
        return new RequestEncoder(operatorsSteps);
    }

    Processor upstreamRequest() {
        return new UpstreamRequest(
                "camel-openrouter/" + Version.current(), settings.appUrl().toString(), settings.appTitle());
    }

    Resilience resilience() {
        return resilience;
    }

    Processor fallbacks() {
        return new ConfiguredFallbacks(groups.expand(settings.fallbacks()));
    }

    Processor healthyModel() {
        return new HealthyModel(resilience.breakers(), groups);
    }

    Processor chooseKey() {
        return new ChooseKey(keys);
    }

    Processor cooldownKey() {
        return new CooldownKey(keys, resilience.retries(), Clock.systemUTC());
    }

    Processor closeOnFailure() {
        return new CloseOnFailure();
    }

    Processor inspectFirstEvent() {
        return new InspectFirstEvent();
    }

    Processor detachResponseStream() {
        return new DetachResponseStream();
    }

    Processor responseCheck() {
        return new UpstreamResponseCheck();
    }

    Processor addResponseHeaders() {
        return new AddResponseHeaders();
    }

    Processor modelsResponse() {
        return guard.before(new ModelsResponse(catalogue));
    }

    private Processor whoComesIn() {
        Processor everybody = new ClientAuthentication(null);
        return settings.auth()
                .map(auth ->
                        auth == Auth.KEYS ? new ClientAuthentication(new ClientKeys(settings.authKeys())) : everybody)
                .orElseGet(() -> new LoopbackOnly(settings.settingsPrefix() + "auth", everybody));
    }

    private Balancer balancerOfModels(Map<String, Double> weights) {
        return new Balancer(
                weights,
                InstanceOptions.balancing(settings),
                model -> !resilience.breakers().isOpen(Vendor.of(model)),
                System::nanoTime,
                Instance::random);
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
