/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone.server;

import io.github.camelopenrouter.config.LimitSettings;
import io.github.camelopenrouter.config.PemFile;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.time.Duration;
import java.util.Optional;

/** The standalone gateway's server. Refers to nothing of Vert.x itself: a host without it knows these settings too. */
public final class ServerSettings {

    public static final Section SECTION = new Section();

    static final Setting<Duration> TIMEOUT_CLIENT_IDLE = SECTION.setting(
            "timeout.client-idle",
            SettingTypes.duration("1ms", "1h"),
            "75s",
            "How long a client's connection may rest between two requests before the standalone gateway closes it.");

    static final Setting<Integer> MAX_REQUEST_LINE_BYTES = SECTION.setting(
            "max-request-line-bytes",
            SettingTypes.smallSize("128", "1MB"),
            "8KB",
            "The longest request line of the standalone gateway; a longer one is answered with 414.");

    static final Setting<Integer> MAX_HEADER_BYTES = SECTION.setting(
            "max-header-bytes",
            SettingTypes.smallSize("1KB", "1MB"),
            "32KB",
            "The largest request header of the standalone gateway, all fields together; a larger one gets a 431.");

    static final Setting<String> TLS_CERTIFICATE = SECTION.optional(
            "tls.certificate",
            SettingTypes.path(),
            "A PEM file with the standalone gateway's certificate and its chain; it then serves HTTPS only.");

    static final Setting<String> TLS_KEY = SECTION.optional(
            "tls.key", SettingTypes.path(), "A PEM file with the private key (PKCS#8) of `tls.certificate`.");

    static final Setting<Boolean> WARM_UP = SECTION.setting(
            "warm-up",
            SettingTypes.flag(),
            "false",
            "Whether the standalone gateway calls a hidden one of its own for up to 10 s, so that its JVM is warm when it"
                    + " says that it is ready.");

    private ServerSettings() {}

    public static boolean warmsUp(Settings settings) {
        return settings.get(WARM_UP);
    }

    public static ServerLimits limits(Settings settings) {
        return new ServerLimits(
                settings.get(MAX_REQUEST_LINE_BYTES),
                settings.get(MAX_HEADER_BYTES),
                settings.get(LimitSettings.TIMEOUT_REQUEST),
                settings.get(TIMEOUT_CLIENT_IDLE));
    }

    /**
     * Reads the files of {@code tls.certificate} and {@code tls.key}.
     *
     * @return empty if the gateway shall speak plain HTTP
     * @throws SettingException if they cannot be read or do not belong together
     */
    public static Optional<TlsIdentity> tlsIdentity(Settings settings) {
        Optional<PemFile> certificate = file(settings, TLS_CERTIFICATE);
        Optional<PemFile> key = file(settings, TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingException(settings.fullKey(TLS_CERTIFICATE) + " and " + settings.fullKey(TLS_KEY)
                    + " need each other: set both or neither.");
        }
        return certificate.map(chain -> TlsIdentity.read(chain, key.orElseThrow()));
    }

    private static Optional<PemFile> file(Settings settings, Setting<String> setting) {
        return settings.find(setting).map(path -> new PemFile(settings.fullKey(setting), path));
    }
}
