/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.config;

import java.util.Optional;

/**
 * Where the policy of the process stands, which holds in all its gateways; more than one package has to know, for whoever
 * has a policy asks its clients who they are.
 *
 * @param stored whether it is in the store, where administrators change it
 * @param file empty for none; with a store what that is filled with where it is empty
 * @param unnamed what becomes of calls of a host's that say nothing of who makes them
 * @param revoke what becomes of the answers to a key that is good no more
 */
public record PolicySettings(boolean stored, Optional<String> file, Unnamed unnamed, Revoke revoke) {

    public static final Section SECTION = Section.ofProcess("live by one policy");

    /** What becomes of answers that are on their way when the key that they were asked for with is good no more. */
    public enum Revoke {
        /** They end. */
        END,
        /** They end by themselves. */
        FINISH
    }

    /** What becomes of calls that nobody has put a name to; those that come by a door have one. */
    public sealed interface Unnamed {
        /** The organisation's rules are enough. */
        record Allow() implements Unnamed {}

        /** They are refused. */
        record Refuse() implements Unnamed {}

        /** They are those of a key. */
        record AsKey(String label) implements Unnamed {}
    }

    /** Where a policy stands that is in no file. */
    enum Place {
        STORE
    }

    static final Setting<Place> POLICY = SECTION.optional(
            "policy",
            SettingTypes.word(Place.class),
            "none, or `policy.file`",
            "`store`: the policy is in `openrouter.store.url`, for all machines, and changed by the admin API.");

    static final Setting<String> FILE = SECTION.optional(
            "policy.file",
            SettingTypes.path(),
            "A YAML file that says who may ask for what; read again when it changes, with `policy=store` once, where that is empty.");

    static final Setting<Unnamed> UNNAMED = SECTION.setting(
            "policy.unnamed",
            SettingType.of("allow, refuse or the label of a key", PolicySettings::unnamed),
            "allow",
            "With a policy: what becomes of a host's calls that name neither client nor team; a label gives them that key's rules.");

    static final Setting<Revoke> REVOKE = SECTION.setting(
            "revoke",
            SettingTypes.word(Revoke.class),
            "end",
            "With a policy: whether answers on their way end within two seconds when their key is disabled, replaced or expires, or finish.");

    public static PolicySettings of(Settings settings) {
        return new PolicySettings(
                settings.find(POLICY).isPresent(), settings.find(FILE), settings.get(UNNAMED), settings.get(REVOKE));
    }

    /** Whether there is a policy, so that everybody who comes in by a door has to say who it is. */
    public static boolean areGiven(Settings settings) {
        return settings.find(FILE).isPresent() || settings.find(POLICY).isPresent();
    }

    /** The key of the setting that names the file, for sentences. */
    public static String fileSetting() {
        return InstanceName.UNNAMED.settingsPrefix() + FILE.key();
    }

    /** The setting that asks for a policy, for sentences. */
    public static String setting(Settings settings) {
        return settings.find(POLICY).isPresent()
                ? InstanceName.UNNAMED.settingsPrefix() + POLICY.key() + "=store"
                : fileSetting();
    }

    private static Unnamed unnamed(String text) {
        return switch (text) {
            case "allow" -> new Unnamed.Allow();
            case "refuse" -> new Unnamed.Refuse();
            default -> {
                if (!text.matches("[\\p{Graph}&&[^,>;|]]{1,256}")) {
                    throw new IllegalArgumentException();
                }
                yield new Unnamed.AsKey(text);
            }
        };
    }
}
