/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * The journal of a process; all its gateways write into one.
 *
 * @param directory that holds all data
 * @param node the machine's name in records
 * @param sync how often what has been written is made safe from a loss of power
 * @param retention how long a file is kept, by the day in its name
 * @param maxBytes how large all files may be together
 */
public record UsageSettings(Path directory, String node, Duration sync, Duration retention, long maxBytes) {

    public static final Section SECTION = new Section();

    static final Setting<String> DATA_DIR = SECTION.optional(
            "data-dir",
            SettingTypes.text(),
            "none, in the standalone start `data`",
            "The directory for the journal of calls, one for all gateways of a process; empty: there is none.");

    static final Setting<String> NODE = SECTION.optional(
            "node", SettingTypes.text(), "the machine's name", "The name of this machine in records of calls.");

    static final Setting<Duration> SYNC = SECTION.setting(
            "usage.sync",
            SettingTypes.duration("10ms", "1m"),
            "1s",
            "How often the journal is written through to the disk; what a killed process has written is never lost.");

    static final Setting<Duration> RETENTION = SECTION.setting(
            "usage.retention", SettingTypes.duration("1d", "4000d"), "400d", "How long a journal file is kept.");

    static final Setting<Long> MAX_BYTES = SECTION.setting(
            "usage.max-bytes",
            SettingTypes.size("1MB", "10000GB"),
            "10GB",
            "How large all journal files may be together; the oldest goes first.");

    static final Setting<Reconcile> RECONCILE = SECTION.setting(
            "usage.reconcile",
            SettingTypes.word(Reconcile.class),
            "off",
            "Whether the journal is compared daily with what OpenRouter says each key has cost (`key`, by `GET /key`).");

    /** Whether anybody has asked for what this package does. */
    public static boolean areWanted(CamelContext context, Settings gateway) {
        return areGiven(context, gateway) || gateway.find(RECONCILE).isPresent() || wantReconciliation(context);
    }

    /** Whether the process compares its books. */
    public static boolean wantReconciliation(CamelContext context) {
        return ofProcess(context).get(RECONCILE) == Reconcile.KEY;
    }

    /** Whether anybody has asked for a journal, this gateway or the process. */
    public static boolean areGiven(CamelContext context, Settings gateway) {
        return gateway.find(DATA_DIR).isPresent()
                || ofProcess(context).find(DATA_DIR).isPresent();
    }

    /** @throws SettingException if a gateway wants a directory of its own */
    static void requireNone(Settings named) {
        named.requireOfProcess(SECTION.settings(), "share one journal");
    }

    /**
     * That of the process.
     *
     * @throws SettingException if there is none
     */
    public static Path directory(CamelContext context) {
        return findDirectory(context)
                .orElseThrow(() -> new SettingException("openrouter.data-dir is not set: no journal is kept."));
    }

    /** The same, empty where there is none. */
    public static Optional<Path> findDirectory(CamelContext context) {
        return ofProcess(context).find(DATA_DIR).map(Path::of);
    }

    /** Where the files of the journal are; empty where there is none. */
    public static Optional<Path> findJournal(CamelContext context) {
        return findDirectory(context).map(directory -> directory.resolve(Journal.DIRECTORY));
    }

    /** The name of this machine in what it writes down. */
    public static String node(CamelContext context) {
        return ofProcess(context).find(NODE).orElseGet(Machine::name);
    }

    /** Of the process, whichever gateway asks. */
    static UsageSettings of(CamelContext context) {
        Settings settings = ofProcess(context);
        return new UsageSettings(
                directory(context),
                node(context),
                settings.get(SYNC),
                settings.get(RETENTION),
                settings.get(MAX_BYTES));
    }

    private static Settings ofProcess(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }
}
