/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.PolicySettings;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the doors.
 *
 * @param decision empty while undecided: nobody set it, and there are no keys either ({@code openrouter.auth})
 * @param keys whose keys are accepted ({@code openrouter.auth.keys})
 */
public record AuthSettings(Optional<Auth> decision, ClientKeyList keys, List<String> issuers) {

    public static final Section SECTION = new Section();

    /** One list for all doors of an application: its server answers browsers for all of them. */
    public static final Setting<Set<String>> CORS_ALLOWED_ORIGINS = SECTION.optional(
            "cors.allowed-origins",
            OriginType.list(),
            "The web pages whose scripts may call the gateway from a browser; `*` for all of them.");

    static final Setting<Auth> AUTH = SECTION.optional(
            "auth",
            SettingTypes.word(Auth.class),
            "keys where `auth.keys` or `oidc.issuer` is given, else undecided",
            "Whether clients must show a known key or token; undecided is enough on a loopback address only, and for no web page of others.");

    static final Setting<ClientKeyList> AUTH_KEYS = SECTION.optional(
            "auth.keys",
            ClientKeyList.type(),
            "Whose keys are accepted: a label and the key's hash for each; `file:/path` reads them from a file, one a line.");

    static final Setting<Integer> AUTH_FAILURES = SECTION.setting(
            "auth.failures",
            AuthFailures.type(),
            "20/min",
            "How many requests of one address may be refused with 401; further unknown keys are 429 then, known ones go on.");

    /** It decides who may come in, so it stands here and not with the rest of what is said of tokens. */
    static final Setting<List<String>> OIDC_ISSUER = SECTION.optional(
            "oidc.issuer",
            IssuerUrl.list(),
            "Whose tokens let clients in, as their `iss` has it: one or more issuers, separated by commas.");

    /**
     * What a gateway's settings say.
     *
     * @throws SettingException if they say who may come in and let in everybody: whoever wrote one of the two does not know
     *     of the other
     */
    public static AuthSettings of(Settings settings) {
        ClientKeyList keys = settings.find(AUTH_KEYS).orElse(ClientKeyList.NONE);
        List<String> issuers = settings.find(OIDC_ISSUER).orElse(List.of());
        Optional<Auth> said = settings.find(AUTH);
        if (said.filter(auth -> auth == Auth.NONE).isPresent()) {
            refuseBesideNone(settings, settings.fullKey(AUTH_KEYS), keys.isEmpty());
            refuseBesideNone(settings, settings.fullKey(OIDC_ISSUER), issuers.isEmpty());
            refuseBesideNone(settings, PolicySettings.setting(settings), !PolicySettings.areGiven(settings));
        }
        boolean nobody = keys.isEmpty() && issuers.isEmpty() && !PolicySettings.areGiven(settings);
        return new AuthSettings(said.or(() -> nobody ? Optional.empty() : Optional.of(Auth.KEYS)), keys, issuers);
    }

    private static void refuseBesideNone(Settings settings, String setting, boolean absent) {
        if (!absent) {
            throw new SettingException(settings.fullKey(AUTH) + "=none would let in everybody, while " + setting
                    + " lists who may come in: remove one.");
        }
    }

    /** Whether every client has to say who it is; then no two of them need know of each other. */
    public boolean asksForKeys() {
        return decision.equals(Optional.of(Auth.KEYS));
    }

    /** The web pages whose scripts may call any gateway of the application; {@code *} for all of them. */
    public static Set<String> allowedOrigins(CamelContext context) {
        return Settings.loadOnly(context, InstanceName.UNNAMED, CORS_ALLOWED_ORIGINS)
                .find(CORS_ALLOWED_ORIGINS)
                .orElse(Set.of());
    }

    /** @throws SettingException if keys are wanted and there is none */
    static void requireKeys(Settings settings) {
        AuthSettings given = of(settings);
        if (given.keys().isEmpty() && given.asksForKeys()) {
            throw new SettingException(
                    settings.fullKey(AUTH) + "=keys needs at least one key in " + settings.fullKey(AUTH_KEYS) + ".");
        }
    }

    /**
     * Refuses an address that others can reach while nobody has decided whether they need a key.
     *
     * @param host the address the server listens on; null or empty means all of them
     * @throws SettingException if the host is no loopback address and {@code auth} is undecided
     */
    public static void requireDecision(Settings settings, @Nullable String host) {
        if (of(settings).decision().isEmpty() && !Loopback.isLoopback(host)) {
            String where = host == null || host.isBlank() ? "all addresses" : host;
            String key = settings.fullKey(AUTH);
            throw new SettingException("The gateway would listen on " + where
                    + " without a decision who may use it: set " + key + "=keys or " + key + "=none.");
        }
    }
}
