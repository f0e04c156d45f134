/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import io.github.camelopenrouter.config.SecretFile;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.store.StoreMove;
import io.github.camelopenrouter.store.StoreMove.Moved;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** {@code --migrate-store}: moves what a gateway has in H2 to PostgreSQL, while it does not run. */
public final class MigrateStoreCommand {

    public static final String NAME = "--migrate-store";

    private static final String TO = "--to";
    private static final String USER = "--user";
    private static final String PASSWORD_FILE = "--password-file";

    private final Map<String, String> given;

    private MigrateStoreCommand(Map<String, String> given) {
        this.given = given;
    }

    /**
     * @param args what follows {@link #NAME}
     * @throws SettingException if something of it is wrong
     */
    public static MigrateStoreCommand parse(List<String> args) {
        Map<String, String> given = new HashMap<>();
        for (int at = 0; at < args.size(); at += 2) {
            String name = args.get(at);
            if (!List.of(TO, USER, PASSWORD_FILE).contains(name)
                    || at + 1 == args.size()
                    || given.put(name, args.get(at + 1)) != null) {
                throw new SettingException(
                        "--migrate-store takes --to, --user and --password-file, each once and with a value, and --sandbox.");
            }
        }
        if (!given.containsKey(TO)) {
            throw new SettingException("--migrate-store needs --to jdbc:postgresql://<host>/<database>.");
        }
        return new MigrateStoreCommand(given);
    }

    /**
     * @param context that knows the properties
     * @throws SettingException if it cannot be moved, or what was moved is not what was there
     */
    public void run(CamelContext context, PrintStream out) {
        String url = String.valueOf(given.get(TO));
        Moved moved = StoreMove.move(context, url, given.get(USER), password());
        out.printf(
                "%d records of the journal were read into PostgreSQL, %d were set aside. It has %d calls, and %s USD spent on"
                        + " them; %s. Set openrouter.store.url to %s now.%n",
                moved.records(), moved.rejected(), moved.calls(), moved.spend(), ofH2(moved), url);
    }

    private static String ofH2(Moved moved) {
        return moved.noH2() == null
                ? "every sum of H2 is there to the last digit"
                : "there was no H2 at " + moved.noH2() + ", so it has what the journal has and no older sums";
    }

    private @Nullable String password() {
        String file = given.get(PASSWORD_FILE);
        if (file == null) {
            return null;
        }
        try {
            return SecretFile.read(file, "a password").strip();
        } catch (IOException e) {
            throw SecretFile.refusal(PASSWORD_FILE, file, "which " + e.getMessage() + ".");
        }
    }
}
