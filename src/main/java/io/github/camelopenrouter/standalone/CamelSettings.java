/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.DidYouMean;
import io.github.camelopenrouter.config.GivenNames;
import io.github.camelopenrouter.config.SettingException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.SSLConfigurationProperties;
import org.apache.camel.util.StringHelper;

/**
 * Those of Camel's own settings that Camel takes without a word and that do not do here what they say. Others are honoured, or
 * refused by Camel, see {@link CamelOption}.
 */
final class CamelSettings {

    private static final String PREFIX = "camel.";

    /** Source: Camel Main, {@code BaseMainSupport}. It reads no others, and says so of none. */
    private static final List<String> GROUPS = Stream.of(
                    "beans",
                    "component",
                    "context",
                    "dataformat",
                    "debug",
                    "devConsole",
                    "faulttolerance",
                    "globalOptions",
                    "health",
                    "jbang",
                    "kamelet",
                    "language",
                    "lra",
                    "main",
                    "management",
                    "mdc",
                    "metrics",
                    "opentelemetry",
                    "opentelemetry2",
                    "resilience4j",
                    "rest",
                    "routeController",
                    "routeTemplate",
                    "server",
                    "ssl",
                    "telemetryDev",
                    "threadpool",
                    "trace",
                    "variable",
                    "vault")
            .map(PREFIX::concat)
            .toList();

    /** Of shorter ones, whatever somebody has made up himself is a near name. */
    private static final int SHORTEST_NEAR = (PREFIX + "main").length();

    private static final Predicate<String> ALWAYS = value -> true;
    private static final Predicate<String> IF_MOVED = value -> !value.equals("/");

    private static final Predicate<String> IF_TRUE = "true"::equalsIgnoreCase;
    private static final Predicate<String> IF_FALSE = "false"::equalsIgnoreCase;
    private static final Predicate<String> IF_NO_PATH = value -> !value.isEmpty() && !value.startsWith("/");

    private static final String OUR_TLS = "set openrouter.tls.certificate and openrouter.tls.key";

    private static final List<Rule> REFUSED = List.of(
            new Rule(
                    "camel.main.autoStartup", IF_FALSE, "would leave all doors without a route behind them: remove it"),
            new Rule(
                    "camel.context.autoStartup",
                    IF_FALSE,
                    "would leave all doors without a route behind them: remove it"),
            new Rule(
                    "camel.server.useGlobalSslContextParameters",
                    IF_TRUE,
                    "is not how this gateway gets its certificate: " + OUR_TLS),
            new Rule(
                    "camel.management.useGlobalSslContextParameters",
                    IF_TRUE,
                    "has no certificate to use, the management port speaks plain HTTP: remove it"),
            new Rule(
                    "camel.management.healthPath",
                    IF_NO_PATH,
                    "must begin with a slash: write it as in /observe/health"),
            new Rule("camel.management.infoPath", IF_NO_PATH, "must begin with a slash: write it as in /observe/info"),
            new Rule(
                    "camel.server.path",
                    IF_MOVED,
                    "would move all doors, and the gateway would not know them any more: write their paths into files in"
                            + " routes/"),
            new Rule(
                    "camel.management.path",
                    IF_MOVED,
                    "would move what the gateway has there, and it would not know it any more: set"
                            + " camel.management.healthPath or camel.management.infoPath"),
            new Rule(
                    "camel.health.enabled",
                    IF_FALSE,
                    "would leave probes with an UP that nobody has checked: to close their path, set"
                            + " camel.management.healthCheckEnabled=false"),
            new Rule(
                    "camel.main.routesExcludePattern",
                    ALWAYS,
                    "closes no door here: to close those of a file in the jar, put an empty file of its name into"
                            + " routes/"));

    private static final List<Rule> WARNED_OF = List.of(
            new Rule(
                    "camel.server.maxBodySize",
                    ALWAYS,
                    "does not hold for the gateway's doors: openrouter.max-request-bytes does"),
            new Rule(
                    "camel.main.routesIncludePattern",
                    ALWAYS,
                    "takes the place of routes/ and of the doors in the jar: to add to them, put files into routes/"));

    private static final String TLS = "camel.ssl.";

    private static final List<String> SERVERS = List.of("camel.server.", "camel.management.");

    private record Rule(String key, Predicate<String> applies, String deed) {}

    private final CamelContext context;
    private final Set<String> given;

    private CamelSettings(CamelContext context) {
        this.context = context;
        this.given = GivenNames.startingWith(context, PREFIX);
    }

    /**
     * Looks through them.
     *
     * @return one sentence for each that is only to be warned of
     * @throws SettingException for the first that must not stay as it is
     */
    static List<String> check(CamelContext context) {
        CamelSettings settings = new CamelSettings(context);
        Stream.of(
                        settings.unknown(),
                        settings.sentences(REFUSED),
                        settings.tlsOfCamel(),
                        SERVERS.stream().flatMap(server -> settings.openServer(server).stream()))
                .flatMap(sentences -> sentences)
                .findFirst()
                .ifPresent(sentence -> {
                    throw new SettingException(sentence);
                });
        return settings.sentences(WARNED_OF).toList();
    }

    private Stream<String> sentences(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> value(rule.key()).filter(rule.applies()).isPresent())
                .map(rule -> rule.key() + " " + rule.deed() + ".");
    }

    /** The server would take it, or ours, and the log would go on to say http. */
    private Stream<String> tlsOfCamel() {
        boolean off = value(TLS + "enabled").filter(IF_FALSE).isPresent();
        return off
                ? Stream.empty()
                : Setters.of(SSLConfigurationProperties.class).stream()
                        .map(TLS::concat)
                        .filter(key -> value(key).isPresent())
                        .map(key -> key + " is not how this gateway gets its certificate: " + OUR_TLS + ".");
    }

    /** Camel then asks nobody for a password, and says nothing of it. */
    private Optional<String> openServer(String prefix) {
        boolean wanted = value(prefix + "authenticationEnabled")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        boolean known = value(prefix + "basicPropertiesFile").isPresent()
                || value(prefix + "jwtKeystoreType").isPresent();
        return wanted && !known
                ? Optional.of(prefix + "authenticationEnabled=true alone protects nothing: set "
                        + (prefix.equals("camel.server.") ? "openrouter.auth=keys, or " : "")
                        + prefix + "basicPropertiesFile as well.")
                : Optional.empty();
    }

    /** A near group; what has none may be the operator's own. */
    private Stream<String> unknown() {
        return Stream.concat(MisspeltBeginning.in(context), given.stream().flatMap(name -> nearest(name).stream()));
    }

    /** Whether Camel reads what begins so, whatever follows. */
    static boolean isGroup(String name) {
        return GROUPS.stream().anyMatch(group -> name.startsWith(group + "."));
    }

    private static Optional<String> nearest(String name) {
        int end = name.indexOf('.', PREFIX.length());
        String group = end < 0 ? name : name.substring(0, end);
        boolean known = end < 0
                || GROUPS.stream()
                        .anyMatch(one -> plain(one).equals(plain(group)) || group.startsWith("camel.routeTemplate["));
        return known
                ? Optional.empty()
                : DidYouMean.to(group, nearGroups(group))
                        .map(near -> "Unknown setting " + name + ": did you mean " + near + name.substring(end) + "?");
    }

    private static List<String> nearGroups(String group) {
        String firstLetter = group.substring(0, Math.min(group.length(), PREFIX.length() + 1));
        return GROUPS.stream()
                .filter(one -> one.length() >= SHORTEST_NEAR && one.startsWith(firstLetter))
                .toList();
    }

    /** What somebody has given this one, in whichever spelling of Camel's, in the environment too. */
    static Optional<String> find(CamelContext context, String key) {
        return new CamelSettings(context).value(key);
    }

    private Optional<String> value(String key) {
        return Stream.concat(
                        Stream.of(key, StringHelper.camelCaseToDash(key)),
                        given.stream().filter(name -> plain(name).equals(plain(key))))
                .flatMap(name -> context.getPropertiesComponent().resolveProperty(name).stream())
                .map(String::strip)
                .findFirst();
    }

    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
