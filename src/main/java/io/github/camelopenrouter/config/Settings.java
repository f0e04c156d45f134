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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one gateway, read and checked once, never changing afterwards: what somebody has set of all that the
 * {@link Section}s declare. A section reads its own by {@link #get}; the getters here are what everybody needs, the gateway's
 * name and its upstream. Safe for many threads; {@link #toString()} shows no secret.
 */
public final class Settings {

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
        Map<Setting<?>, Object> given = new SettingsReader(context, instance).readAll(known.settings());
        if (!instance.equals(InstanceName.UNNAMED)) {
            given = withThoseOfProcess(known, context, instance, given);
        }
        Settings settings = new Settings(instance, instance, given, readKeys(instance, given));
        settings.requireOneUpstream();
        return settings;
    }

    /** @throws SettingException if the gateway has one of its own of what all share */
    private static Map<Setting<?>, Object> withThoseOfProcess(
            SettingsCatalog known, CamelContext context, InstanceName instance, Map<Setting<?>, Object> given) {
        Map<Setting<?>, Object> all = new HashMap<>(given);
        known.ofProcess().forEach((setting, what) -> {
            if (given.containsKey(setting)) {
                throw new SettingException(
                        instance.settingsPrefix() + setting.key() + " is set, but all gateways of a process " + what
                                + ": set " + InstanceName.UNNAMED.settingsPrefix() + setting.key() + " instead.");
            }
        });
        all.putAll(new SettingsReader(context, InstanceName.UNNAMED)
                .readAll(List.copyOf(known.ofProcess().keySet())));
        return all;
    }

    /** With nothing read but these settings: what may be wrong with others does not concern whoever asks. */
    public static Settings loadOnly(CamelContext context, InstanceName instance, Setting<?>... settings) {
        Map<Setting<?>, Object> given = new SettingsReader(context, instance).readAll(List.of(settings));
        return new Settings(instance, instance, given, List.of());
    }

    /** Whether the sandbox shall stand behind the unnamed gateway, where nothing else is to be read. */
    public static boolean wantsSandbox(CamelContext context) {
        return loadOnly(context, InstanceName.UNNAMED, GatewaySettings.SANDBOX).isSandbox();
    }

    /**
     * Whether anybody has given a setting of this instance's.
     *
     * @throws SettingException for the first that cannot work
     */
    public static boolean areGiven(CamelContext context, InstanceName instance) {
        return DummyValue.standsForAbsent(context)
                || !new SettingsReader(context, instance)
                        .readAll(SettingsCatalog.all().settings())
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
        parse(GatewaySettings.BASE_URL, "baseUrl", url)
                .ifPresent(value -> changed.put(GatewaySettings.BASE_URL, value));
        Optional<List<ApiKey>> own = parse(GatewaySettings.API_KEY, "apiKey", key);
        own.ifPresent(value -> changed.remove(GatewaySettings.API_KEY_FILE));
        return new Settings(instance, source, changed, own.orElse(apiKeys));
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

    /** Empty for the unnamed instance. */
    public InstanceName instance() {
        return instance;
    }

    /** What the keys of these settings begin with: {@code openrouter.} or {@code openrouter.b.}. */
    public String settingsPrefix() {
        return source.settingsPrefix();
    }

    /** Whether they are the process's own, {@code openrouter.*}, which gateways made for Kamelets live by as well. */
    public boolean areOfProcess() {
        return source.equals(InstanceName.UNNAMED);
    }

    /**
     * Refuses that a gateway has any of these of its own, where they are the process's.
     *
     * @param what all its gateways do together, for the sentence: {@code share one journal}
     * @throws SettingException for the first of them
     */
    public void requireOfProcess(List<Setting<?>> settings, String what) {
        for (Setting<?> setting : settings) {
            if (!areOfProcess() && find(setting).isPresent()) {
                throw new SettingException(fullKey(setting) + " is set, but all gateways of a process " + what
                        + ": set openrouter." + setting.key() + " instead.");
            }
        }
    }

    /** The key with what it begins with for this gateway. */
    public String fullKey(Setting<?> setting) {
        return source.settingsPrefix() + setting.key();
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

    /**
     * Reads a setting that need not be one of {@link SettingsCatalog}, from where these have been read.
     *
     * @return what is given, or else the default
     * @throws SettingException if it cannot work
     */
    public <T> Optional<T> read(CamelContext context, Setting<T> setting) {
        Optional<T> read = new SettingsReader(context, source).read(setting);
        return read.isPresent() || setting.isOptional() ? read : Optional.of(get(setting));
    }

    /** As {@code api-key} or {@code api-key-file} writes them, in their order; empty for none. */
    public List<ApiKey> apiKeys() {
        return apiKeys;
    }

    /** The one that says the upstream keys, without the instance's prefix. */
    public String apiKeySetting() {
        return (given.containsKey(GatewaySettings.API_KEY_FILE)
                        ? GatewaySettings.API_KEY_FILE
                        : GatewaySettings.API_KEY)
                .key();
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
            String source = SecretReference.file(file).text();
            return List.of(new ApiKey(ApiKey.DEFAULT_LABEL, source, Weight.DEFAULT));
        }
        return keys == null ? List.of() : keys;
    }

    private void requireOneUpstream() {
        if (isSandbox() && given.containsKey(GatewaySettings.BASE_URL)) {
            String url = fullKey(GatewaySettings.BASE_URL);
            throw new SettingException(fullKey(GatewaySettings.SANDBOX) + " (--sandbox) and " + url + " ("
                    + Setting.environmentVariable(url) + ") exclude each other: remove one.");
        }
    }

    private static <T> Optional<T> parse(Setting<T> setting, String property, @Nullable String text) {
        return text == null ? Optional.empty() : setting.parse("The Kamelet property " + property, text);
    }
}
