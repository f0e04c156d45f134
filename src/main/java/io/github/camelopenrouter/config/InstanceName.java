/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import io.github.camelopenrouter.api.Operation;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name of one gateway among several in the same context, empty for the unnamed one, and the prefixes made from it.
 *
 * <p>A name is never the first word of a setting ({@code openrouter.auth.keys} has to mean one thing, also as
 * {@code OPENROUTER_AUTH_KEYS}) nor of an operation or another route (the route ids of an instance {@code chat} would meet
 * those of the unnamed one at {@code openrouter-chat-completions}).
 *
 * @param value {@code [a-z][a-z0-9]*} or empty
 */
public record InstanceName(String value) {

    private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*");
    private static final Pattern KAMELETS = Pattern.compile("kamelet(\\d*|[0-9a-f]{10,})");

    /** First words of route and route configuration ids that are neither. */
    private static final Set<String> OTHER_ROUTES = Set.of("door", "upstream", "attempt", "response", "generation");

    /** First words of settings and routes to come, taken now so that nobody's gateway has to be renamed then. */
    private static final Set<String> TO_COME = Set.of(
            "account",
            "admin",
            "alerts",
            "audit",
            "aws",
            "azure",
            "budget",
            "cache",
            "cluster",
            "data",
            "export",
            "gcp",
            "guardrails",
            "identifiers",
            "management",
            "metrics",
            "node",
            "observe",
            "oidc",
            "policy",
            "revoke",
            "saml",
            "secrets",
            "store",
            "timing",
            "tracing",
            "trusted",
            "usage",
            "vault");

    /** The instance of {@code openrouter.*}. */
    public static final InstanceName UNNAMED = new InstanceName("");

    /**
     * Checks the name.
     *
     * @throws SettingException if the name is wrong or taken by a setting, an operation or another route
     */
    public InstanceName {
        if (!value.isEmpty() && !VALID.matcher(value).matches()) {
            throw new SettingException("The instance name \"" + Redacted.of(value)
                    + "\" must be lower-case letters and digits, beginning with a letter.");
        }
        if (!value.isEmpty() && reservedWords().contains(value)) {
            throw new SettingException("The instance name \"" + value
                    + "\" is the first word of a setting, an operation or a route, but must be a word of its own.");
        }
    }

    /**
     * The instance of this name; null and empty are the unnamed one.
     *
     * @throws SettingException if the name is wrong or one of those that are made for Kamelets
     */
    public static InstanceName of(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return UNNAMED;
        }
        if (KAMELETS.matcher(name).matches()) {
            throw new SettingException("The instance name \"" + name
                    + "\" is kept for Kamelets with a key or address of their own: take another word.");
        }
        return new InstanceName(name);
    }

    /**
     * The instance that Kamelets with a key or address of their own share.
     *
     * @param digits hexadecimal, ten at least
     */
    public static InstanceName ofKamelets(String digits) {
        return new InstanceName("kamelet" + digits);
    }

    /** {@code openrouter.} or {@code openrouter.b.}. */
    public String settingsPrefix() {
        return prefix('.');
    }

    /** {@code openrouter-} or {@code openrouter-b-}, for route ids, {@code direct:} endpoints and beans. */
    public String routePrefix() {
        return prefix('-');
    }

    /** Whether a gateway of a host's may have this name. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches()
                && !KAMELETS.matcher(name).matches()
                && !reservedWords().contains(name);
    }

    private String prefix(char separator) {
        return "openrouter" + separator + (value.isEmpty() ? "" : value + separator);
    }

    private static Set<String> reservedWords() {
        Stream<String> settings = SettingsCatalog.all().keys().stream();
        Stream<String> operations = Arrays.stream(Operation.values()).map(Operation::id);
        return Stream.of(settings, operations, OTHER_ROUTES.stream(), TO_COME.stream())
                .flatMap(Function.identity())
                .map(words -> words.split("[.-]", 2)[0])
                .collect(Collectors.toSet());
    }
}
