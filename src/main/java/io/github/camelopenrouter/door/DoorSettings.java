/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import io.github.camelopenrouter.accesslog.AccessLogSettings;
import io.github.camelopenrouter.auth.AuthSettings;
import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.LimitSettings;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.config.UnknownSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;

/** How the doors treat clients. */
public final class DoorSettings {

    public static final Section SECTION = new Section();

    static final Setting<Integer> QUEUE_SIZE = SECTION.setting(
            "queue-size",
            SettingTypes.number(0, 100_000),
            "200",
            "How many requests wait while `max-concurrent-requests` run, first come, first served; 0 for none.");

    static final Setting<Integer> MANAGEMENT_MAX_QUEUED = SECTION.setting(
            "management.max-queued",
            SettingTypes.number(0, 10_000),
            "100",
            "How many requests wait while `management.max-requests` run; 0 for none.");

    static final Setting<Duration> QUEUE_TIMEOUT = SECTION.setting(
            "queue-timeout",
            SettingTypes.duration("1ms", "1h"),
            "2s",
            "How long a request waits in the queue before it is answered with 503.");

    static final Setting<Long> MAX_BUFFERED_BYTES = SECTION.optional(
            "max-buffered-bytes",
            SettingTypes.size("1KB", "1024GB"),
            "a quarter of the maximum heap",
            "What the bodies of all requests, and what is held of their answers, may take together on the gateway's own port; beyond it 503.");

    static final Setting<Duration> KEEP_ALIVE = SECTION.setting(
            "keep-alive",
            SettingTypes.durationOrOff("10ms", "1h"),
            "15s",
            "After this much silence a stream gets a `: keep-alive` comment, and before its first content status 200.");

    static final Setting<Duration> HEARTBEAT_HOLD = SECTION.setting(
            "heartbeat-hold",
            SettingTypes.durationOrOff("10ms", "1h"),
            "45s",
            "After this much waiting a plain answer gets status 200 and white space until it comes.");

    static final Setting<Duration> TIMEOUT_WRITE = SECTION.setting(
            "timeout.write",
            SettingTypes.durationOrOff("10ms", "1h"),
            "60s",
            "A client that takes nothing of its answer for so long is cut off, and the call to OpenRouter ended.");

    public static final Setting<Duration> DRAIN_TIMEOUT = SECTION.setting(
            "drain-timeout",
            SettingTypes.duration("0ms", "1h"),
            "30s",
            "How long running answers may go on once the gateway stops; the rest end with an error.");

    /** Those of a client that swaps only the host of OpenRouter's address, or none, and of the provider guide's gateway. */
    private static final List<String> STANDALONE_PREFIXES =
            List.of("/api", "/litellm", "/langchain", "/pydanticai", "/cursor", "/");

    static final Setting<List<String>> PREFIXES = SECTION.optional(
            "prefixes",
            PrefixType.list(),
            String.join(",", STANDALONE_PREFIXES) + "; in a host none",
            "What clients may write in front of `/v1`, `/openai` and `/anthropic`; `/` lets them leave out `/v1` itself.");

    static final Setting<TrustedProxies> TRUSTED_PROXIES = SECTION.optional(
            "trusted-proxies",
            TrustedProxies.type(),
            "Proxies whose `X-Forwarded-For` says where a request comes from, for the audit and `auth.failures`.");

    /** Room for ordinary requests only: bodies are read before anybody has shown the admin token. */
    private static final ByteLimit MANAGEMENT_REQUEST = new ByteLimit(1024 * 1024, "the limit of the management port");

    /** Beside what the gateway's own port holds, so small enough to be left out of that reckoning. */
    private static final ByteLimit MANAGEMENT_BUFFERED =
            new ByteLimit(16 * 1024 * 1024, "the limit of the management port");

    private DoorSettings() {}

    /** Of the server that is all ours. */
    public static EngineOptions ofStandalone(Settings settings, CamelContext context) {
        return of(settings, context, STANDALONE_PREFIXES);
    }

    /** As the unnamed gateway's settings have it; each gateway's own limit of a request holds behind it. */
    public static EngineOptions of(Settings settings, CamelContext context) {
        return of(settings, context, List.of()); // other paths are the host's
    }

    /**
     * Refuses what a server that is not Vert.x would never do.
     *
     * @throws SettingException if the settings ask for prefixes
     */
    public static void requireNoPrefixes(CamelContext context) {
        Settings settings = Settings.loadOnly(context, InstanceName.UNNAMED, PREFIXES);
        if (settings.find(PREFIXES).filter(given -> !given.isEmpty()).isPresent()) {
            throw new SettingException(settings.fullKey(PREFIXES) + " needs Camel's HTTP server of Vert.x, and this"
                    + " application has another one: remove it, and give the doors further paths.");
        }
    }

    private static EngineOptions of(Settings settings, CamelContext context, List<String> usualPrefixes) {
        return of(
                settings,
                largestRequest(settings, context),
                maxBuffered(settings),
                new AdmissionLimits(
                        "The gateway",
                        settings.get(LimitSettings.MAX_CONCURRENT_REQUESTS),
                        settings.fullKey(LimitSettings.MAX_CONCURRENT_REQUESTS),
                        settings.get(QUEUE_SIZE),
                        settings.fullKey(QUEUE_SIZE)),
                settings.find(AuthSettings.CORS_ALLOWED_ORIGINS).orElse(Set.of()),
                settings.find(PREFIXES).orElse(usualPrefixes));
    }

    /** The same on the management port, with limits of its own and for no web page of others. */
    public static EngineOptions ofManagement(Settings settings, CamelContext context) {
        return of(
                settings,
                MANAGEMENT_REQUEST.orLess(largestRequest(settings, context)),
                MANAGEMENT_BUFFERED.orLess(maxBuffered(settings)),
                new AdmissionLimits(
                        "The management port",
                        settings.get(LimitSettings.MANAGEMENT_MAX_REQUESTS),
                        settings.fullKey(LimitSettings.MANAGEMENT_MAX_REQUESTS),
                        settings.get(MANAGEMENT_MAX_QUEUED),
                        settings.fullKey(MANAGEMENT_MAX_QUEUED)),
                Set.of(),
                List.of());
    }

    private static EngineOptions of(
            Settings settings,
            ByteLimit maxRequest,
            ByteLimit maxBuffered,
            AdmissionLimits limits,
            Set<String> allowedOrigins,
            List<String> prefixes) {
        return new EngineOptions(
                maxRequest,
                limits,
                settings.get(QUEUE_TIMEOUT),
                maxBuffered,
                settings.get(LimitSettings.TIMEOUT_REQUEST),
                settings.get(TIMEOUT_WRITE),
                settings.get(KEEP_ALIVE),
                settings.get(HEARTBEAT_HOLD),
                settings.get(DRAIN_TIMEOUT),
                allowedOrigins,
                prefixes,
                settings.find(TRUSTED_PROXIES).orElse(TrustedProxies.NONE),
                AccessLogSettings.isOn(settings));
    }

    /**
     * The largest request that any gateway of this context takes, so the most that a door has to read before it is known
     * which one a request is for: the unnamed one, or those named in files and in properties of the start.
     */
    private static ByteLimit largestRequest(Settings unnamed, CamelContext context) {
        long bytes = new UnknownSettings()
                .instancesInProperties(context).stream()
                        .map(name -> Settings.loadOnly(context, InstanceName.of(name), LimitSettings.MAX_REQUEST_BYTES))
                        .flatMap(named -> named.find(LimitSettings.MAX_REQUEST_BYTES).stream())
                        .reduce(unnamed.get(LimitSettings.MAX_REQUEST_BYTES), Math::max);
        return new ByteLimit(bytes, unnamed.fullKey(LimitSettings.MAX_REQUEST_BYTES));
    }

    private static ByteLimit maxBuffered(Settings settings) {
        return new ByteLimit(
                settings.find(MAX_BUFFERED_BYTES)
                        .orElseGet(() -> Runtime.getRuntime().maxMemory() / 4),
                settings.fullKey(MAX_BUFFERED_BYTES));
    }
}
