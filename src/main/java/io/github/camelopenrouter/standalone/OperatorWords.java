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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code --admin drain} and {@code --admin cooldowns end team-b}: words and options that become an order to the admin API. */
final class OperatorWords {

    static final Set<String> SUBJECTS = Set.of("drain", "cooldowns");

    private static final String DRAIN = "drain";
    private static final String COOLDOWNS = "cooldowns";
    private static final String WITHIN = "within";
    private static final String USE =
            "use drain [--within 5m], drain show, drain end, cooldowns or cooldowns end <label>.";

    private OperatorWords() {}

    /**
     * @param words that follow {@code --admin}
     * @param options behind them, without their hyphens
     * @throws SettingException if they are none of ours
     */
    static AdminOrder order(List<String> words, Map<String, String> options) {
        Map<String, String> rest = new LinkedHashMap<>(options);
        AdminOrder order = switch (String.join(" ", words.subList(0, Math.min(2, words.size())))) {
            case "drain" -> drain(rest.remove(WITHIN));
            case "drain show" -> AdminOrder.get(DRAIN, Map.of());
            case "drain end" -> AdminOrder.send("DELETE", DRAIN, "");
            case "cooldowns" -> AdminOrder.get(COOLDOWNS, Map.of());
            case "cooldowns end" -> endCooldown(words);
            default -> throw new SettingException("--admin " + words.get(0) + " has no such word: " + USE);
        };
        if (!rest.isEmpty()) {
            throw new SettingException("--admin " + String.join(" ", words) + " has no option --"
                    + rest.keySet().iterator().next() + ": " + USE);
        }
        if (words.size() > (order.path().startsWith(COOLDOWNS + "/") ? 3 : 2)) {
            throw new SettingException("--admin " + words.get(0) + " takes no more words: " + USE);
        }
        return order;
    }

    private static AdminOrder drain(@Nullable String within) {
        return AdminOrder.send("POST", DRAIN, within == null ? "{}" : AdminClient.json(Map.of(WITHIN, within)));
    }

    private static AdminOrder endCooldown(List<String> words) {
        if (words.size() < 3) {
            throw new SettingException("--admin cooldowns end needs the label of a key: " + USE);
        }
        return AdminOrder.send(
                "DELETE",
                COOLDOWNS + "/"
                        + URLEncoder.encode(words.get(2), StandardCharsets.UTF_8)
                                .replace("+", "%20"),
                "");
    }
}
