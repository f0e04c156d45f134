/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream.http;

import io.github.camelopenrouter.config.LimitSettings;
import io.github.camelopenrouter.config.PemFile;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an instance reaches its upstream.
 *
 * @param connections the most at the same time, one for each request of either port ({@code
 *     openrouter.max-concurrent-requests}, {@code openrouter.management.max-requests})
 * @param connectTimeout for TCP and TLS together, and for the wait for a free connection ({@code
 *     openrouter.timeout.connect})
 * @param authorities whom to trust beside those that the JVM trusts ({@code openrouter.truststore})
 * @param proxy null for none ({@code openrouter.proxy})
 * @param connectAtStart whether the first call finds a connection ({@code openrouter.connect-at-start})
 */
public record NetworkSettings(
        int connections,
        Duration connectTimeout,
        List<X509Certificate> authorities,
        @Nullable Proxy proxy,
        boolean connectAtStart) {

    public static final Section SECTION = new Section();

    static final Setting<Duration> TIMEOUT_CONNECT = SECTION.setting(
            "timeout.connect", SettingTypes.duration("1ms", "1h"), "5s", "How long connecting to OpenRouter may take.");

    static final Setting<String> TRUSTSTORE = SECTION.optional(
            "truststore",
            SettingTypes.path(),
            "A PEM file with authorities to trust for the certificates of the upstream and of issuers of tokens, beside those of the JVM.");

    static final Setting<Proxy> PROXY = SECTION.optional(
            "proxy",
            ProxyType.http(),
            "The HTTP proxy through which the gateway calls OpenRouter: `http://user:password@proxy.example:3128`.");

    static final Setting<Boolean> CONNECT_AT_START = SECTION.setting(
            "connect-at-start",
            SettingTypes.flag(),
            "false",
            "Whether the gateway connects to OpenRouter when it has started, but through no proxy. The"
                    + " standalone `application.properties` sets it.");

    /** The sandbox is in this process: no proxy leads there. */
    public static NetworkSettings of(Settings settings) {
        Proxy proxy = settings.isSandbox() ? null : settings.find(PROXY).orElse(null);
        return new NetworkSettings(
                settings.get(LimitSettings.MAX_CONCURRENT_REQUESTS)
                        + settings.get(LimitSettings.MANAGEMENT_MAX_REQUESTS),
                settings.get(TIMEOUT_CONNECT),
                authorities(settings),
                proxy,
                settings.get(CONNECT_AT_START) && proxy == null);
    }

    private static List<X509Certificate> authorities(Settings settings) {
        return settings.find(TRUSTSTORE)
                .map(path -> new PemFile(settings.fullKey(TRUSTSTORE), path).certificates())
                .orElse(List.of());
    }
}
