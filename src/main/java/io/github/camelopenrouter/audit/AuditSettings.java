/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.audit;

import io.github.camelopenrouter.config.InstanceName;
import io.github.camelopenrouter.config.SecretFile;
import io.github.camelopenrouter.config.Section;
import io.github.camelopenrouter.config.Setting;
import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.config.SettingType;
import io.github.camelopenrouter.config.SettingTypes;
import io.github.camelopenrouter.config.Settings;
import io.github.camelopenrouter.usage.UsageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * The audit of a process; all its gateways share one.
 *
 * @param directory with the files of the trail
 * @param node the machine's name in lines
 * @param mode what is written down
 * @param full what becomes of calls that cannot be
 * @param retention how long a file is kept, by the day in its name
 * @param anchor the Camel endpoint that is told where the trail has come to; null where nobody is
 * @param key that anchors are signed with; null where they are not
 */
public record AuditSettings(
        Path directory,
        String node,
        Mode mode,
        Full full,
        Duration retention,
        @Nullable String anchor,
        @Nullable AnchorKey key) {

    public static final Section SECTION = new Section();

    /** What is written down. */
    public enum Mode {
        OFF,
        /** What changes a gateway, and who was not let in to do so. */
        CHANGES,
        /** That, and each call. */
        CALLS
    }

    /** What becomes of calls whose line cannot be written. */
    enum Full {
        /** They go on, and what is lost is counted. */
        ALLOW,
        /** None is made. */
        REFUSE
    }

    static final Setting<Mode> AUDIT = SECTION.optional(
            "audit",
            SettingTypes.word(Mode.class),
            "off, in the standalone start `changes`",
            "What is written down into `audit` in `openrouter.data-dir`: `changes` of the gateway, `calls` too, or nothing (`off`).");

    static final Setting<Full> FULL = SECTION.setting(
            "audit.full",
            SettingTypes.word(Full.class),
            "allow",
            "With `openrouter.audit=calls`, what becomes of calls whose lines the disk does not take: `allow` makes them, `refuse` answers 503.");

    static final Setting<Duration> RETENTION = SECTION.setting(
            "audit.retention", SettingTypes.duration("1d", "40000d"), "400d", "How long a file of the audit is kept.");

    static final Setting<String> ANCHOR = SECTION.optional(
            "audit.anchor",
            SettingType.of("a Camel endpoint", text -> text).asSecret(),
            "none",
            "A Camel endpoint that gets the hash of the audit's last line every five minutes, see audit.md; treated as a secret.");

    static final Setting<String> KEY_FILE = SECTION.optional(
            "audit.key-file",
            SettingTypes.path(),
            "none",
            "A file with the key that anchors are signed with, 32 bytes or more; a line break at its end is no part of it.");

    private static final int SHORTEST_KEY = 32;

    /** Whether anybody has asked for it; by the defaults of the standalone start there is one where there is a data directory. */
    public static boolean areGiven(CamelContext context, Settings gateway) {
        AuditDemands demands = new AuditDemands(context, ofProcess(context));
        return demands.areMade() || !demands.isOff() && UsageSettings.areGiven(context, gateway);
    }

    /** @throws SettingException if a gateway wants an audit of its own */
    static void requireNone(Settings named) {
        named.requireOfProcess(SECTION.settings(), "share one audit");
    }

    /**
     * Of the process, whichever gateway asks.
     *
     * @throws SettingException if the key's file cannot be used, or something is asked for that nobody would do
     */
    public static AuditSettings of(CamelContext context) {
        Settings settings = ofProcess(context);
        new AuditDemands(context, settings)
                .check(UsageSettings.findDirectory(context).isPresent());
        return new AuditSettings(
                directory(context),
                UsageSettings.node(context),
                settings.find(AUDIT).orElse(Mode.CHANGES),
                settings.get(FULL),
                settings.get(RETENTION),
                settings.find(ANCHOR).orElse(null),
                key(settings).orElse(null));
    }

    /** Where the files are, whether they are written or not. */
    public static Path directory(CamelContext context) {
        return UsageSettings.directory(context).resolve(AuditFile.DIRECTORY);
    }

    /** That anchors are signed with, whether they are made or not. */
    public static Optional<AnchorKey> key(CamelContext context) {
        return key(ofProcess(context));
    }

    private static Optional<AnchorKey> key(Settings settings) {
        return settings.find(KEY_FILE).map(path -> {
            try {
                byte[] key = SecretFile.readBytes(path, "a key");
                int length = lengthOf(key);
                if (length >= SHORTEST_KEY) {
                    return new AnchorKey(Arrays.copyOf(key, length));
                }
            } catch (IOException e) {
                throw SecretFile.refusal(settings.fullKey(KEY_FILE), path, "which " + e.getMessage() + ".");
            }
            throw SecretFile.refusal(
                    settings.fullKey(KEY_FILE), path, "which must hold a key of " + SHORTEST_KEY + " bytes or more.");
        });
    }

    /** Without the line break that an editor has put behind it. */
    private static int lengthOf(byte[] key) {
        int length = key.length;
        if (length > 0 && key[length - 1] == '\n') {
            length--;
            if (length > 0 && key[length - 1] == '\r') {
                length--;
            }
        }
        return length;
    }

    private static Settings ofProcess(CamelContext context) {
        return Settings.loadOnly(
                context, InstanceName.UNNAMED, SECTION.settings().toArray(Setting<?>[]::new));
    }
}
