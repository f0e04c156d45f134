/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import static java.util.stream.Collectors.joining;

import io.github.camelopenrouter.api.Operation;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one gateway, read and checked once, never changing afterwards. Getters are named after the settings;
 * {@link GatewaySettings} says what each means. Safe for many threads; {@link #toString()} shows no secret.
 */
public final class Settings {

    /** The parameters that the guide wants removed. */
    private static final Set<String> GUIDE_FILTER =
            unmodifiable(List.of("prompt_cache_key", "verbosity", "store", "service_tier"));

    private final InstanceName instance;
    /** The instance that the settings were read for; differs from {@code instance} in gateways made for a Kamelet. */
    private final InstanceName source;

    private final Map<Setting<?>, Object> given;
    private final List<ApiKey> apiKeys;

    private Settings(InstanceName instance, InstanceName source, Map<Setting<?>, Object> given, List<ApiKey> apiKeys) {
        this.instance = instance;
        this.source = source;
        this.given = Map.copyOf(given);
        this.apiKeys = apiKeys;
    }

    /**
     * Reads the settings of an instance: {@code openrouter.*}, or {@code openrouter.b.*} for one named {@code b}. The
     * context must have its type converters, that is, be initializing at least.
     *
     * @param instanceName null or empty for the unnamed instance
     * @throws SettingException for the first setting that cannot work
     */
    public static Settings load(CamelContext context, @Nullable String instanceName) {
        return load(SettingsCatalog.all(), context, InstanceName.of(instanceName));
    }

    static Settings load(SettingsCatalog known, CamelContext context, InstanceName instance) {
        Map<Setting<?>, Object> given = new SettingsReader(context, instance).readAll(known);
        Settings settings = new Settings(instance, instance, given, readKeys(instance, given));
        new SettingsChecks(instance.settingsPrefix(), given).run();
        return settings;
    }

    /**
     * Whether the host wants the instance's routes. Looks at nothing else, so that a host that does not want them hears of
     * none of our settings.
     *
     * @throws SettingException if it says neither yes nor no
     */
    public static boolean areRoutesEnabled(CamelContext context, InstanceName instance) {
        return new SettingsReader(context, instance)
                .read(GatewaySettings.ROUTES_ENABLED)
                .orElse(false);
    }

    /**
     * The largest request that any gateway of this context takes, so the most that a door has to read before it is known
     * which one a request is for: this one, or those named in files and in properties of the start.
     *
     * @throws SettingException if such a setting cannot work
     */
    public long largestRequest(CamelContext context) {
        return new UnknownSettings()
                .instancesInProperties(context).stream()
                        .map(name -> new SettingsReader(context, InstanceName.of(name))
                                .read(GatewaySettings.MAX_REQUEST_BYTES))
                        .flatMap(Optional::stream)
                        .reduce(maxRequestBytes(), Math::max);
    }

    /**
     * Whether anybody has given a setting of this instance's.
     *
     * @throws SettingException for the first that cannot work
     */
    public static boolean areGiven(CamelContext context, InstanceName instance) {
        return !new SettingsReader(context, instance)
                .readAll(SettingsCatalog.all())
                .isEmpty();
    }

    /**
     * The same settings with another upstream, for a Kamelet with a key or address of its own.
     *
     * @param key written like {@code api-key}; null or blank: the one of these settings
     * @param url null or blank: the one of these settings
     * @throws SettingException if one of them is wrong
     */
    public Settings withUpstream(@Nullable String key, @Nullable String url) {
        Map<Setting<?>, Object> changed = new HashMap<>(given);
        parse(GatewaySettings.BASE_URL, url).ifPresent(value -> changed.put(GatewaySettings.BASE_URL, value));
        return new Settings(
                instance, source, changed, parse(GatewaySettings.API_KEY, key).orElse(apiKeys));
    }

    /** The same settings for an instance of another name. */
    public Settings as(InstanceName name) {
        return new Settings(name, source, given, apiKeys);
    }

    /**
     * Refuses a gateway without a key for its upstream.
     *
     * @throws SettingException if there is neither a key nor the sandbox
     */
    public void requireKey() {
        if (apiKeys.isEmpty() && !isSandbox()) {
            throw new SettingException(
                    Setting.environmentVariable(fullKey(GatewaySettings.API_KEY))
                            + " is not set: set it to your OpenRouter key, or start with --sandbox to try the gateway without one.");
        }
    }

    /**
     * Refuses an address that others can reach while nobody has decided whether they need a key.
     *
     * @param host the address the server listens on; null or empty means all of them
     * @throws SettingException if the host is no loopback address and {@code auth} is undecided
     */
    public void requireAuthDecision(@Nullable String host) {
        if (auth().isEmpty() && !Loopback.isLoopback(host)) {
            String where = host == null || host.isBlank() ? "all addresses" : host;
            String key = fullKey(GatewaySettings.AUTH);
            throw new SettingException("The gateway would listen on " + where
                    + " without a decision who may use it: set " + key + "=keys or " + key + "=none.");
        }
    }

    /** Empty for the unnamed instance. */
    public InstanceName instance() {
        return instance;
    }

    /** What the keys of these settings begin with: {@code openrouter.} or {@code openrouter.b.}. */
    public String settingsPrefix() {
        return source.settingsPrefix();
    }

    /** From {@code api-key} or from the file of {@code api-key-file}, in their order; empty for none. */
    public List<ApiKey> apiKeys() {
        return apiKeys;
    }

    /** Without a slash or {@code /v1} at its end: append {@link Operation#path()}. */
    public URI baseUrl() {
        return get(GatewaySettings.BASE_URL);
    }

    public boolean isSandbox() {
        return get(GatewaySettings.SANDBOX);
    }

    /** Whether the sandbox shall answer and none has been put in place yet by {@link #withUpstream}. */
    public boolean needsSandbox() {
        return isSandbox() && !given.containsKey(GatewaySettings.BASE_URL);
    }

    public URI appUrl() {
        return get(GatewaySettings.APP_URL);
    }

    public String appTitle() {
        return get(GatewaySettings.APP_TITLE);
    }

    public Compatibility compatibility() {
        return get(GatewaySettings.COMPATIBILITY);
    }

    public Reasoning reasoning() {
        return find(GatewaySettings.REASONING).orElse(isNative() ? Reasoning.NATIVE : Reasoning.EFFORT);
    }

    public CacheControl cacheControl() {
        return find(GatewaySettings.CACHE_CONTROL).orElse(isNative() ? CacheControl.KEEP : CacheControl.STRIP);
    }

    public Set<String> filteredParameters() {
        return find(GatewaySettings.FILTERED_PARAMETERS).orElse(isNative() ? Set.of() : GUIDE_FILTER);
    }

    /** The models that each alias stands for: one, or a group of several that share its calls. */
    public Map<String, List<WeightedModel>> modelAliases() {
        return find(GatewaySettings.MODEL_ALIASES).orElse(Map.of());
    }

    public BareNames bareNames() {
        return get(GatewaySettings.BARE_NAMES);
    }

    /** At most {@link Integer#MAX_VALUE}. */
    public long maxRequestBytes() {
        return get(GatewaySettings.MAX_REQUEST_BYTES);
    }

    public int maxConcurrentRequests() {
        return get(GatewaySettings.MAX_CONCURRENT_REQUESTS);
    }

    public int queueSize() {
        return get(GatewaySettings.QUEUE_SIZE);
    }

    public Duration queueTimeout() {
        return get(GatewaySettings.QUEUE_TIMEOUT);
    }

    public long maxBufferedBytes() {
        return find(GatewaySettings.MAX_BUFFERED_BYTES)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / 4);
    }

    /** Empty while undecided: nobody set it, and there are no keys either. */
    public Optional<Auth> auth() {
        return find(GatewaySettings.AUTH).or(() -> authKeys().isEmpty() ? Optional.empty() : Optional.of(Auth.KEYS));
    }

    public List<ClientKey> authKeys() {
        return find(GatewaySettings.AUTH_KEYS).orElse(List.of());
    }

    /** Zero for off. */
    public Duration keepAlive() {
        return get(GatewaySettings.KEEP_ALIVE);
    }

    /** Zero for off. */
    public Duration heartbeatHold() {
        return get(GatewaySettings.HEARTBEAT_HOLD);
    }

    public Duration timeoutConnect() {
        return get(GatewaySettings.TIMEOUT_CONNECT);
    }

    /** Empty: 60 s for streams and 300 s for plain answers; zero for off. */
    public Optional<Duration> timeoutResponse() {
        return find(GatewaySettings.TIMEOUT_RESPONSE);
    }

    /** Zero for off. */
    public Duration timeoutFirstEvent() {
        return get(GatewaySettings.TIMEOUT_FIRST_EVENT);
    }

    /** Zero for off. */
    public Duration timeoutIdle() {
        return get(GatewaySettings.TIMEOUT_IDLE);
    }

    /** Zero for off. */
    public Duration timeoutStalled() {
        return get(GatewaySettings.TIMEOUT_STALLED);
    }

    /** Zero for off. */
    public Duration timeoutTotal() {
        return get(GatewaySettings.TIMEOUT_TOTAL);
    }

    public int retryAttempts() {
        return get(GatewaySettings.RETRY_ATTEMPTS);
    }

    public Duration retryDelay() {
        return get(GatewaySettings.RETRY_DELAY);
    }

    public Duration retryMaxDelay() {
        return get(GatewaySettings.RETRY_MAX_DELAY);
    }

    /** In percent of the calls. */
    public int retryBudget() {
        return get(GatewaySettings.RETRY_BUDGET);
    }

    public boolean isCircuitBreakerEnabled() {
        return get(GatewaySettings.CIRCUIT_BREAKER_ENABLED);
    }

    /** In percent. */
    public int circuitBreakerFailureRate() {
        return get(GatewaySettings.CIRCUIT_BREAKER_FAILURE_RATE);
    }

    public int circuitBreakerWindow() {
        return get(GatewaySettings.CIRCUIT_BREAKER_WINDOW);
    }

    public int circuitBreakerMinimumCalls() {
        return get(GatewaySettings.CIRCUIT_BREAKER_MINIMUM_CALLS);
    }

    public Duration circuitBreakerWait() {
        return get(GatewaySettings.CIRCUIT_BREAKER_WAIT);
    }

    public int circuitBreakerHalfOpenCalls() {
        return get(GatewaySettings.CIRCUIT_BREAKER_HALF_OPEN_CALLS);
    }

    public Duration circuitBreakerSettle() {
        return get(GatewaySettings.CIRCUIT_BREAKER_SETTLE);
    }

    public int circuitBreakerMaxVendors() {
        return get(GatewaySettings.CIRCUIT_BREAKER_MAX_VENDORS);
    }

    /** The models to take instead of each model. */
    public Map<String, List<String>> fallbacks() {
        return find(GatewaySettings.FALLBACKS).orElse(Map.of());
    }

    public Balance balance() {
        return get(GatewaySettings.BALANCE);
    }

    public Duration balanceHalfLife() {
        return get(GatewaySettings.BALANCE_HALF_LIFE);
    }

    public Duration timeoutRequest() {
        return get(GatewaySettings.TIMEOUT_REQUEST);
    }

    public Duration timeoutClientIdle() {
        return get(GatewaySettings.TIMEOUT_CLIENT_IDLE);
    }

    public int maxRequestLineBytes() {
        return get(GatewaySettings.MAX_REQUEST_LINE_BYTES);
    }

    public int maxHeaderBytes() {
        return get(GatewaySettings.MAX_HEADER_BYTES);
    }

    public boolean isAccessLog() {
        return get(GatewaySettings.ACCESS_LOG);
    }

    public boolean connectAtStart() {
        return get(GatewaySettings.CONNECT_AT_START);
    }

    /** As browsers write them, or the one entry {@code *}; empty for none. */
    public Set<String> corsAllowedOrigins() {
        return find(GatewaySettings.CORS_ALLOWED_ORIGINS).orElse(Set.of());
    }

    /**
     * Reads the files of {@code tls.certificate} and {@code tls.key}.
     *
     * @return empty if the gateway shall speak plain HTTP
     * @throws SettingException if they cannot be read or do not belong together
     */
    public Optional<TlsIdentity> tlsIdentity() {
        return find(GatewaySettings.TLS_CERTIFICATE)
                .map(certificate -> TlsIdentity.read(
                        new PemFile(fullKey(GatewaySettings.TLS_CERTIFICATE), certificate),
                        new PemFile(
                                fullKey(GatewaySettings.TLS_KEY),
                                find(GatewaySettings.TLS_KEY).orElseThrow())));
    }

    /**
     * Reads the file of {@code truststore}.
     *
     * @return empty if the authorities of the JVM are enough
     * @throws SettingException if it cannot be read or holds no certificate
     */
    public List<X509Certificate> truststore() {
        return find(GatewaySettings.TRUSTSTORE)
                .map(path -> new PemFile(fullKey(GatewaySettings.TRUSTSTORE), path).certificates())
                .orElse(List.of());
    }

    public Optional<Proxy> proxy() {
        return find(GatewaySettings.PROXY);
    }

    /** Zero for off. */
    public Duration timeoutWrite() {
        return get(GatewaySettings.TIMEOUT_WRITE);
    }

    public Duration drainTimeout() {
        return get(GatewaySettings.DRAIN_TIMEOUT);
    }

    /** What was given, without secrets. */
    @Override
    public String toString() {
        return SettingsCatalog.all().settings().stream()
                .flatMap(setting -> find(setting).map(value -> shown(setting, value)).stream())
                .collect(joining(", ", "Settings[", "]"));
    }

    private String shown(Setting<?> setting, Object value) {
        return fullKey(setting) + "=" + (setting.isSecret() ? "***" : Redacted.of(value));
    }

    /** The sandbox does without a key: the file, which may be mounted in production only, is not looked for. */
    @SuppressWarnings("unchecked")
    private static List<ApiKey> readKeys(InstanceName instance, Map<Setting<?>, Object> given) {
        List<ApiKey> keys = (List<ApiKey>) given.get(GatewaySettings.API_KEY);
        String file = (String) given.get(GatewaySettings.API_KEY_FILE);
        String prefix = instance.settingsPrefix();
        if (keys != null && file != null) {
            throw new SettingException(
                    prefix + "api-key and " + prefix + "api-key-file exclude each other: remove one.");
        }
        boolean sandbox = Boolean.TRUE.equals(given.get(GatewaySettings.SANDBOX));
        if (file != null && !sandbox) {
            return KeyFile.read(prefix + "api-key-file", file);
        }
        return keys == null ? List.of() : keys;
    }

    private boolean isNative() {
        return compatibility() == Compatibility.NATIVE;
    }

    private String fullKey(Setting<?> setting) {
        return source.settingsPrefix() + setting.key();
    }

    private <T> Optional<T> parse(Setting<T> setting, @Nullable String text) {
        return text == null ? Optional.empty() : setting.parse(fullKey(setting), text);
    }

    /** What somebody has set, or the default. */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(() -> setting.defaultValue(this::get));
    }

    /**
     * What somebody has set, or else what this text means.
     *
     * @param text one of ours that has the setting's type
     */
    public <T> T get(Setting<T> setting, String text) {
        return find(setting).orElseGet(() -> setting.valueOf(text));
    }

    /** What somebody has set. */
    @SuppressWarnings("unchecked") // the map holds under each setting only what that setting's own parser returned
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) given.get(setting));
    }

    private static Set<String> unmodifiable(Collection<String> names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }
}
