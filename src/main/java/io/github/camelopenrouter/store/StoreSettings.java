/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.usage.UsageSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The store of a process; all its gateways share it, as they share the journal.
 *
 * @param url of the database
 * @param data the data directory
 */
public record StoreSettings(
        StoreUrl url, @Nullable String user, @Nullable String password, Path data) {

    public static final Section SECTION = new Section();

    static final Setting<StoreUrl> URL = SECTION.optional(
            "store.url",
            StoreUrl.TYPE,
            "none, in the standalone start `h2`",
            "The database that the journal is read into: `h2` is a file in `openrouter.data-dir`, a PostgreSQL is for several"
                    + " machines; `off` for none.");

    static final Setting<String> USER =
            SECTION.optional("store.user", SettingTypes.text(), "Who opens `openrouter.store.url`.");

    static final Setting<String> PASSWORD = SECTION.optional(
            "store.password",
            SettingType.of("text", text -> text).asSecret(),
            "The password of `openrouter.store.user`.");

    /** Whether anybody has asked for a store, and there is a journal to read. */
    public static boolean areWanted(CamelContext context, Settings gateway) {
        Settings process = ofProcess(context);
        return gateway.find(URL).isPresent() && !gateway.areOfProcess()
                || process.find(URL)
                        .filter(url -> !url.isOff())
                        .filter(url -> !url.isUnasked()
                                || UsageSettings.findDirectory(context).isPresent())
                        .isPresent();
    }

    /** @throws SettingException if a gateway wants a store of its own */
    static void requireNone(Settings named) {
        named.requireOfProcess(SECTION.settings(), "share one store");
    }

    /**
     * Of the process, whichever gateway asks; empty where it has none.
     *
     * @throws SettingException if there is no journal to read
     */
    static Optional<StoreSettings> of(CamelContext context) {
        Settings settings = ofProcess(context);
        return settings.find(URL)
                .map(url -> isKeptFromSandbox(context) ? forSandbox(context) : url)
                .filter(url -> !url.isOff())
                .map(url -> of(context, settings, url));
    }

    /** What the sandbox has invented is no money: it never gets into a store that has real calls. */
    static boolean isKeptFromSandbox(CamelContext context) {
        return Settings.wantsSandbox(context)
                && ofProcess(context)
                        .find(URL)
                        .filter(url -> !url.isOff() && !url.isUnasked())
                        .isPresent();
    }

    private static StoreUrl forSandbox(CamelContext context) {
        return StoreLibraries.areThere(context, StoreUrl.DATA)
                        && UsageSettings.findDirectory(context).isPresent()
                ? StoreUrl.DATA
                : StoreUrl.NONE;
    }

    /**
     * What is given of them for a database that is not the one they name.
     *
     * @throws SettingException if there is no journal
     */
    static StoreSettings ofProcess(CamelContext context, StoreUrl h2) {
        Settings settings = ofProcess(context);
        return of(context, settings, settings.find(URL).filter(StoreUrl::isH2).orElse(h2));
    }

    /** The same with another database, for whoever moves from one to the other. */
    StoreSettings at(StoreUrl other, @Nullable String otherUser, @Nullable String otherPassword) {
        return new StoreSettings(other, otherUser, otherPassword, data);
    }

    private static StoreSettings of(CamelContext context, Settings settings, StoreUrl url) {
        Path data = UsageSettings.findDirectory(context)
                .orElseThrow(() -> new SettingException("openrouter.store.url is set, but there is no journal to read"
                        + " into it: set openrouter.data-dir, too."));
        return new StoreSettings(
                url, settings.find(USER).orElse(null), settings.find(PASSWORD).orElse(null), data);
    }

    Dialect dialect() {
        return url.isPostgreSql() ? new PostgreSqlDialect(this) : new H2Dialect(this);
    }

    /** For what is kept beside the database. */
    Path directory() {
        return data.resolve("store");
    }

    private static Settings ofProcess(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }

    /** Nothing secret. */
    @Override
    public String toString() {
        return "StoreSettings[" + url + "]";
    }
}
