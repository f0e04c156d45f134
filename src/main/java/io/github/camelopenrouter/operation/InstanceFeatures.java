/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.operation;

import io.github.camelopenrouter.auth.DoorGuard;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.spi.Authenticator;
import io.github.camelopenrouter.spi.CallListener;
import io.github.camelopenrouter.spi.Feature;
import io.github.camelopenrouter.spi.FeatureContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheck;

/** What the features of one instance have added to it. */
final class InstanceFeatures implements FeatureContext {

    private final CamelContext context;
    private final Settings settings;
    private final InstanceBeans beans;
    private final DoorGuard guard;
    private final CallListeners listeners;
    private final List<Object> parts;
    private final Map<Place, Map<String, Processor>> steps = new EnumMap<>(Place.class);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** @param parts that {@link #part} finds */
    InstanceFeatures(
            CamelContext context,
            Settings settings,
            InstanceBeans beans,
            DoorGuard guard,
            CallListeners listeners,
            List<Object> parts) {
        this.context = context;
        this.settings = settings;
        this.beans = beans;
        this.guard = guard;
        this.listeners = listeners;
        this.parts = parts;
    }

    /** @throws SettingException if a setting cannot work, or two features have one name */
    void install(List<Feature> features) throws Exception {
        Set<String> names = new HashSet<>();
        for (Feature feature : features) {
            if (!names.add(feature.name())) {
                throw new SettingException("Two features are called " + feature.name() + ": remove one of the beans.");
            }
            feature.settings().forEach(this::setting);
            feature.install(this);
        }
    }

    /**
     * Closes what they have opened, once.
     *
     * @return what went wrong with that
     */
    List<Exception> close() {
        List<Exception> failures = new ArrayList<>();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        return failures;
    }

    /** By their names, in their order. */
    Map<String, Processor> steps(Place place) {
        return steps.getOrDefault(place, Map.of());
    }

    @Override
    public CamelContext camelContext() {
        return context;
    }

    @Override
    public String name() {
        return settings.instance().value();
    }

    @Override
    public String prefix() {
        return settings.instance().routePrefix();
    }

    @Override
    public <T> Optional<T> setting(Setting<T> setting) {
        return settings.read(context, setting);
    }

    @Override
    public void bean(String name, Object bean) {
        beans.bind(name, bean);
    }

    @Override
    public void health(HealthCheck check) {
        if (!check.getId().startsWith(prefix())) {
            throw new IllegalArgumentException(
                    "The health check " + check.getId() + " needs an id that begins with " + prefix());
        }
        beans.bindHealth(check);
    }

    @Override
    public void step(Place place, String name, Processor step) {
        if (steps.computeIfAbsent(place, any -> new LinkedHashMap<>()).putIfAbsent(name, step) != null) {
            throw new IllegalArgumentException("There is a step called " + name + " at this place already");
        }
    }

    @Override
    public void listener(CallListener listener) {
        listeners.add(listener);
    }

    @Override
    public void authenticator(Authenticator authenticator) {
        guard.add(authenticator);
    }

    @Override
    public void closeAtEnd(AutoCloseable resource) {
        opened.push(resource);
    }

    @Override
    public <T> T part(Class<T> type) {
        return parts.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("A gateway has no part of the type " + type.getName()));
    }
}
