/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.standalone;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.config.SettingException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code --admin keys create --team support} and the like: words and options that become an order to the admin API. */
final class PolicyWords {

    static final Set<String> SUBJECTS = Set.of("keys", "teams", "users", "policy");

    /** An option without a value. */
    static final String NO_TEAM = "--no-team";

    private static final Set<String> LISTS = Set.of("models", "roles", "deny-models");
    private static final Set<String> TEXTS = Set.of("label", "team", "user", "expires");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String USE = "use keys create|list|show|rotate|disable|enable|delete,"
            + " teams list|show|set|delete, users list|show|set|delete or policy export.";

    private PolicyWords() {}

    /**
     * @param words that follow {@code --admin}
     * @param options behind them, without their hyphens
     * @throws SettingException if they are none of ours
     */
    static AdminOrder order(List<String> words, Map<String, String> options) {
        String subject = words.get(0);
        String verb = words.size() > 1 ? words.get(1) : "";
        String name = words.size() > 2 ? words.get(2) : null;
        String file = words.size() > 3 ? words.get(3) : null;
        AdminOrder order = switch (subject + " " + verb) {
            case "policy export" -> AdminOrder.get("policy", take(options));
            case "keys list" -> AdminOrder.get("keys", take(options, "team", "user", "limit", "after"));
            case "teams list", "users list" -> AdminOrder.get(subject, take(options, "limit", "after"));
            case "keys create" -> AdminOrder.send("POST", "keys", newKey(options));
            case "keys show", "teams show", "users show" -> AdminOrder.get(path(subject, name), Map.of());
            case "keys rotate" ->
                AdminOrder.send("POST", path(subject, name) + "/rotate", rotation(take(options, "overlap")));
            case "keys disable", "keys enable" -> AdminOrder.send("POST", path(subject, name) + "/" + verb, "{}");
            case "keys delete", "teams delete", "users delete" -> AdminOrder.send("DELETE", path(subject, name), "");
            case "teams set", "users set" -> set(path(subject, name), file);
            default -> throw new SettingException("--admin " + subject + " needs another word: " + USE);
        };
        int most = verb.equals("set") ? 4 : List.of("list", "create", "export").contains(verb) ? 2 : 3;
        if (!options.isEmpty() || words.size() > most) {
            throw new SettingException("--admin " + subject + " " + verb + " takes "
                    + (options.isEmpty()
                            ? "no more words: "
                            : "no --" + options.keySet().iterator().next() + ": ") + USE);
        }
        return order;
    }

    private static AdminOrder set(String path, @Nullable String file) {
        if (file == null) {
            throw new SettingException(
                    "--admin … set needs a file with JSON behind the name, or - for standard input.");
        }
        return new AdminOrder("PUT", path, Map.of(), file, "");
    }

    private static String path(String subject, @Nullable String name) {
        if (name == null) {
            throw new SettingException("--admin " + subject + " needs a name behind its second word: " + USE);
        }
        return subject + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, String> take(Map<String, String> options, String... names) {
        Map<String, String> taken = new LinkedHashMap<>();
        for (String name : names) {
            String value = options.remove(name);
            if (value != null) {
                taken.put(name, value);
            }
        }
        return taken;
    }

    private static String newKey(Map<String, String> options) {
        ObjectNode key = JSON.createObjectNode();
        take(options, TEXTS.toArray(String[]::new)).forEach(key::put);
        take(options, LISTS.toArray(String[]::new)).forEach((name, value) -> {
            ArrayNode list = key.putArray(name);
            List.of(value.split(",")).forEach(one -> list.add(one.strip()));
        });
        if (!key.has("label")) {
            throw new SettingException("--admin keys create needs a --label.");
        }
        boolean noTeam = options.remove(NO_TEAM.substring(2)) != null;
        if (noTeam == key.has("team")) {
            throw new SettingException("--admin keys create needs a --team, or " + NO_TEAM
                    + " for a key of which the organisation's rules alone hold.");
        }
        if (noTeam) {
            key.putNull("team");
        }
        return key.toString();
    }

    private static String rotation(Map<String, String> given) {
        ObjectNode body = JSON.createObjectNode();
        given.forEach(body::put);
        return body.toString();
    }
}
