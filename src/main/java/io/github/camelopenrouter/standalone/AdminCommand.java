/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** {@code --admin}: asks or orders something of the gateway that runs, by its admin API, and prints what it answers. */
public final class AdminCommand {

    public static final String NAME = "--admin";

    private static final String URL = "--url";
    private static final String TOKEN_FILE = "--token-file";

    /** What may be asked, with the method for it. */
    private static final Map<String, String> METHODS = Map.of(
            "usage", "GET",
            "calls", "GET",
            "settings", "GET",
            "breakers", "GET",
            "cooldowns", "GET",
            "reload", "POST");

    private final String what;
    private final Map<String, String> options;
    private final Optional<URI> url;
    private final Optional<String> tokenFile;

    private AdminCommand(String what, Map<String, String> options) {
        this.what = what;
        this.url = Optional.ofNullable(options.remove(URL)).map(AdminClient::address);
        this.tokenFile = Optional.ofNullable(options.remove(TOKEN_FILE));
        this.options = options;
    }

    /**
     * @param args what follows {@link #NAME}
     * @throws SettingException if something of it is wrong
     */
    public static AdminCommand parse(List<String> args) {
        if (args.isEmpty() || !METHODS.containsKey(args.get(0))) {
            throw new SettingException(
                    "--admin " + (args.isEmpty() ? "needs a word" : "does not know \"" + args.get(0) + "\"")
                            + ": use usage, calls, settings, breakers, cooldowns or reload.");
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (int at = 1; at < args.size(); at += 2) {
            String name = args.get(at);
            if (!name.matches("--[a-z][a-z_-]*")) {
                throw new SettingException("--admin takes options such as --group team, and not \"" + name + "\".");
            }
            if (at + 1 == args.size()) {
                throw new SettingException("--admin has " + name + " without a value.");
            }
            if (options.put(name, args.get(at + 1)) != null) {
                throw new SettingException("--admin has " + name + " twice: give it once.");
            }
        }
        return new AdminCommand(args.get(0), options);
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
        out.print(
                new AdminClient(address, token, ifUnknown).send(METHODS.getOrDefault(what, "GET"), what, parameters()));
    }

    /** {@code --request-id} is the parameter {@code request_id}; what there is of them, the gateway knows. */
    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        options.forEach((name, value) -> parameters.put(name.substring(2).replace('-', '_'), value));
        return parameters;
    }
}
