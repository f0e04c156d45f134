/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.audit.AuditQuery;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.CallQuery;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** {@code --admin}: asks or orders something of the gateway that runs, by its admin API, and prints what it answers. */
public final class AdminCommand {

    public static final String NAME = "--admin";

    private static final String URL = "--url";
    private static final String TOKEN_FILE = "--token-file";

    private static final String RELOAD = "reload";
    private static final String FORGET = "forget";
    private static final String BUDGETS = "budgets";
    private static final String ADJUST = "adjust";

    /** What changes something, and the path that it goes to. */
    private static final Map<String, String> ORDERS = Map.of(RELOAD, RELOAD, FORGET, FORGET, ADJUST, "adjustments");

    /** What may be asked, with its parameters. */
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            "usage",
            Set.of("from", "to", "group", "zone", "format", "team", "key", "user"),
            "calls",
            CallQuery.NAMES,
            "audit",
            AuditQuery.NAMES,
            "settings",
            Set.of(),
            "breakers",
            Set.of(),
            RELOAD,
            Set.of(),
            FORGET,
            Set.of("user"),
            BUDGETS,
            Set.of("scope", "name", "limit", "after", "format"),
            ADJUST,
            Set.of("scope", "name", "period", "since", "renews", "usd", "reason"));

    private static final Pattern SECRET = Pattern.compile("token|secret|password|bearer|authorization");

    private final AdminOrder order;
    private final Optional<URI> url;
    private final Optional<String> tokenFile;
    private final UnaryOperator<String> shown;

    private AdminCommand(List<String> words, Map<String, String> options) {
        this.url = Optional.ofNullable(options.remove(URL)).map(AdminClient::address);
        this.tokenFile = Optional.ofNullable(options.remove(TOKEN_FILE));
        this.shown =
                words.get(0).equals(BUDGETS) ? BudgetTable.shape(options.remove("--format")) : UnaryOperator.identity();
        this.order = order(words, options);
        if (order.readsStandardInput() && tokenFile.equals(Optional.of("-"))) {
            throw new SettingException("--admin cannot read both the token and the file from standard input:"
                    + " name the token's file with --token-file.");
        }
    }

    private static AdminOrder order(List<String> words, Map<String, String> options) {
        if (PARAMETERS.containsKey(words.get(0))) {
            return question(words.get(0), options);
        }
        return OperatorWords.SUBJECTS.contains(words.get(0))
                ? OperatorWords.order(words, withoutHyphens(options))
                : PolicyWords.order(words, withoutHyphens(options));
    }

    private static AdminOrder question(String what, Map<String, String> options) {
        Map<String, String> parameters = new LinkedHashMap<>();
        options.forEach((name, value) -> parameters.put(parameter(name), value));
        return ORDERS.containsKey(what)
                ? AdminOrder.send("POST", ORDERS.get(what), AdminClient.json(parameters))
                : AdminOrder.get(what, parameters);
    }

    private static Map<String, String> withoutHyphens(Map<String, String> options) {
        Map<String, String> plain = new LinkedHashMap<>();
        options.forEach((name, value) -> plain.put(name.substring(2), value));
        return plain;
    }

    /**
     * @param args what follows {@link #NAME}
     * @throws SettingException if something of it is wrong
     */
    public static AdminCommand parse(List<String> args) {
        boolean inWords = !args.isEmpty()
                && (PolicyWords.SUBJECTS.contains(args.get(0)) || OperatorWords.SUBJECTS.contains(args.get(0)));
        if (args.isEmpty() || !inWords && !PARAMETERS.containsKey(args.get(0))) {
            throw new SettingException(
                    "--admin " + (args.isEmpty() ? "needs a word" : "does not know \"" + args.get(0) + "\"")
                            + ": use usage, calls, audit, settings, breakers, cooldowns, drain, reload, forget, budgets, adjust, keys, teams, users or policy.");
        }
        int first = 1;
        while (inWords && first < args.size() && !args.get(first).startsWith("--")) {
            first++;
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int at = first; at < args.size(); at++) {
            String name = args.get(at);
            requireKnown(args.get(0), name);
            boolean isFlag = inWords && PolicyWords.NO_TEAM.equals(name);
            if (!isFlag && ++at == args.size()) {
                throw new SettingException("--admin has " + name + " without a value.");
            }
            if (options.put(name, isFlag ? "" : args.get(at)) != null) {
                throw new SettingException("--admin has " + name + " twice: give it once.");
            }
        }
        return new AdminCommand(args.subList(0, first), options);
    }

    /** What stands behind an unknown option is not repeated: it may be a secret. */
    private static void requireKnown(String what, String name) {
        Set<String> known = PARAMETERS.getOrDefault(what, Set.of());
        if (name.equals(URL) || name.equals(TOKEN_FILE)) {
            return;
        }
        if (SECRET.matcher(name).find()) {
            throw new SettingException(
                    "--admin takes no secret as an argument, where others on the machine could see it:"
                            + " name the token's file with --token-file.");
        }
        if (!name.matches("--[a-z][a-z_-]*")) {
            throw new SettingException(
                    "--admin takes options such as --group team, and not \"" + name.replaceFirst("=.*", "=…") + "\".");
        }
        if (PARAMETERS.containsKey(what) && !known.contains(parameter(name))) {
            throw new SettingException("--admin " + what + " has no option " + name + ": it takes "
                    + Stream.concat(known.stream().sorted().map(one -> "--" + one.replace('_', '-')), Stream.of(URL))
                            .collect(Collectors.joining(", "))
                    + " and " + TOKEN_FILE + ".");
        }
    }

    /** {@code --request-id} is the parameter {@code request_id}. */
    private static String parameter(String option) {
        return option.substring(2).replace('-', '_');
    }

    /**
     * @param context that knows the properties
     * @param in where a token may come from
     * @throws SettingException if it cannot be asked, or refuses
     */
    public void run(CamelContext context, InputStream in, PrintStream out) {
        URI address = url.orElseGet(() -> URI.create(ManagementPort.addressForClients(context)));
        String token = AdminClient.token(context, tokenFile, in);
        String ifUnknown = UsageSettings.findDirectory(context)
                .filter(data -> tokenFile.isEmpty())
                .map(StartToken::ifUnknown)
                .orElse("");
        out.print(shown.apply(new AdminClient(address, token, ifUnknown).send(complete(in))));
    }

    private AdminOrder complete(InputStream in) {
        String file = order.bodyFile();
        if (file == null) {
            return order;
        }
        try {
            byte[] content = order.readsStandardInput() ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
            return order.with(new String(content, StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException e) {
            throw new SettingException("--admin … set cannot read the file \"" + file + "\": name another one.");
        }
    }
}
