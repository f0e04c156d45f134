/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.secrets;

import io.github.camelopenrouter.api.AuditEvent;
import io.github.camelopenrouter.config.Redacted;
import io.github.camelopenrouter.config.SecretReference;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.Sourced;
import io.github.camelopenrouter.spi.AuditTrail;
import io.github.camelopenrouter.spi.Reloadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.ExecutorServiceManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of one gateway that stand in sources. A thread keeps them fresh; without such settings there is none. */
final class FreshSecrets implements Reloadable {

    private static final Logger LOG = LoggerFactory.getLogger(FreshSecrets.class);

    /** With the start of the JVM a start that waits for a secret ends within 15 s. */
    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final String settingsPrefix;
    private final String beanPrefix;
    private final Duration refresh;
    private final Map<String, SecretSource> sources = Map.of(SecretReference.FILE, new FileSource());
    private final List<SecretSetting<?>> settings = new ArrayList<>();
    /** The only one that reads, once there is something to read. */
    private volatile @Nullable ScheduledExecutorService reader;

    FreshSecrets(Settings settings) {
        this.settingsPrefix = settings.settingsPrefix();
        this.beanPrefix = settings.instance().routePrefix();
        this.refresh = SecretsSettings.of(settings).refresh();
    }

    /**
     * Gives a setting's value to its user: at once if it stands in the setting itself, else from {@link #start} on whenever
     * it has changed.
     *
     * @param key of the setting, without the gateway's prefix
     * @param user takes a value, or refuses it by a {@link SettingException}
     */
    <T> void provide(String key, Sourced<T> written, Consumer<T> user) {
        String setting = settingsPrefix + key;
        if (written.sources().isEmpty()) {
            user.accept(written.value(setting, Map.of()));
        } else {
            settings.add(new SecretSetting<>(setting, written, sources, user));
        }
    }

    /** One for each setting with sources, {@code openrouter-secret-api-key}. */
    List<HealthCheck> health() {
        return settings.stream()
                .<HealthCheck>map(setting -> new SecretHealth(
                        beanPrefix + "secret-" + setting.name().substring(settingsPrefix.length()), setting))
                .toList();
    }

    /**
     * Reads all sources, and goes on to do so until the gateway or its context ends.
     *
     * @param closeAtEnd takes what ends that, also after an exception of this method
     * @throws SettingException if one is away or holds nonsense
     */
    void start(CamelContext context, Consumer<AutoCloseable> closeAtEnd) {
        if (settings.isEmpty()) {
            return;
        }
        settings.forEach(setting -> setting.onChange(source -> AuditTrail.find(context)
                .ifPresent(trail -> trail.happened(
                        AuditEvent.ofGateway("secret.change", setting.name(), Map.of("source", shown(source)))))));
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        ScheduledExecutorService thread = threads.newSingleThreadScheduledExecutor(this, beanPrefix + "secrets");
        closeAtEnd.accept(() -> threads.shutdownNow(thread));
        reader = thread;
        await(thread.submit(() -> settings.forEach(SecretSetting::readFirst)));
        thread.scheduleWithFixedDelay(
                () -> settings.forEach(FreshSecrets::readAgain),
                refresh.toMillis(),
                refresh.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Reads what can be read again afterwards.
     *
     * @throws SettingException if a source is away or holds nonsense
     */
    void readOnce() {
        settings.stream().filter(SecretSetting::canBeReadTwice).forEach(SecretSetting::readFirst);
    }

    @Override
    public List<Reloaded> reload() {
        ScheduledExecutorService thread = reader;
        if (thread == null) {
            return List.of();
        }
        try {
            return thread.submit(() -> settings.stream()
                            .flatMap(setting -> reloaded(setting, readAgain(setting)))
                            .toList())
                    .get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return allFailed("has not answered within " + LONGEST_START.toSeconds() + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return allFailed("could not be waited for.");
        } catch (RejectedExecutionException e) {
            return List.of(); // its gateway has ended
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<Reloaded> allFailed(String problem) {
        return settings.stream()
                .flatMap(setting -> reloaded(setting, setting.name() + " " + problem))
                .toList();
    }

    /** @param failure of all its sources; null where each tells its own */
    private static Stream<Reloaded> reloaded(SecretSetting<?> setting, @Nullable String failure) {
        Map<SecretReference, String> problems = setting.problems();
        return setting.names().stream()
                .map(name -> new Reloaded(setting.name(), shown(name), failure != null ? failure : problems.get(name)));
    }

    private static String shown(SecretReference source) {
        return source.scheme() + ":" + Redacted.of(source.name());
    }

    /** Whatever a source does wrong ends neither the thread nor the others' turn; nobody knows what its message shows. */
    private static @Nullable String readAgain(SecretSetting<?> setting) {
        try {
            setting.readAgain();
            return null;
        } catch (RuntimeException e) {
            LOG.error(
                    "{} cannot be read again: {}", setting.name(), e.getClass().getName());
            return setting.name() + " cannot be read again.";
        }
    }

    private void await(Future<?> reading) {
        try {
            reading.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SettingException wrong ? wrong : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new SettingException(late() + ", which has not answered within " + LONGEST_START.toSeconds() + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SettingException(late() + ", and the start was interrupted before it had answered.");
        }
    }

    /** The setting that is being read. */
    private String late() {
        SecretSetting<?> unread = settings.stream()
                .filter(setting -> !setting.isRead())
                .findFirst()
                .orElseThrow();
        return unread.name() + " names " + unread.names().get(0);
    }
}
