/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.body.PlainJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many times the price of the list the dearest tier costs that a request may get. The list has no prices of tiers, and
 * what is billed is the tier that has served; so each word has a factor above all that vendors ask for it. The dearest known
 * are 2.5 for priority, which OpenAI now calls fast (GPT-5.5; source: OpenAI, "Fast mode for API customers"), and 6 for
 * Anthropic's {@code speed: fast} (Claude Opus 4.6) and OpenAI's ultrafast. Slower tiers may be served by the usual one.
 */
final class ServiceTier {

    private static final BigDecimal USUAL = BigDecimal.ONE;
    private static final BigDecimal PRIORITY = BigDecimal.valueOf(3);
    private static final BigDecimal FASTEST = BigDecimal.valueOf(6);

    private static final Map<String, BigDecimal> TIERS = Map.of(
            "auto",
            USUAL,
            "default",
            USUAL,
            "standard",
            USUAL,
            "standard_only",
            USUAL,
            "flex",
            USUAL,
            "priority",
            PRIORITY,
            "fast",
            PRIORITY,
            "scale",
            PRIORITY,
            "ultrafast",
            FASTEST);

    private static final Map<String, BigDecimal> SPEEDS = Map.of("standard", USUAL, "fast", FASTEST);

    /** Where {@code openai/priority} chooses a tier. */
    private static final List<String> CHOOSING = List.of("only", "order");

    /** A variant that may be served by endpoints of the priority tier. */
    private static final String NITRO = ":nitro";

    private ServiceTier() {}

    /** What the request asks for of all models; null for a tier whose price nobody knows. */
    static @Nullable BigDecimal of(ObjectNode request, PlainJson plain) {
        JsonNode tier = request.get("service_tier");
        JsonNode speed = request.get("speed");
        BigDecimal asked = tier == null || tier.isNull() ? USUAL : TIERS.get(tier.asText());
        if (asked != null && speed != null && speed.isTextual()) { // a number is how fast a voice speaks
            BigDecimal faster = SPEEDS.get(speed.textValue());
            asked = faster == null ? null : asked.max(faster);
        }
        JsonNode provider = request.get("provider");
        return asked == null || provider == null ? asked : asked.max(ofProvider(plain.of(provider), plain));
    }

    /** The same for one of its models. */
    static BigDecimal of(String model, BigDecimal asked) {
        return model.contains(NITRO) ? asked.max(PRIORITY) : asked;
    }

    private static BigDecimal ofProvider(JsonNode provider, PlainJson plain) {
        BigDecimal dearest = USUAL;
        for (int i = 0; i < CHOOSING.size(); i++) {
            for (JsonNode name : plain.of(provider.path(CHOOSING.get(i)))) {
                dearest = dearest.max(ofEndpoint(name.asText()));
            }
        }
        return dearest;
    }

    /** Other endings than tiers are regions and the like. */
    private static BigDecimal ofEndpoint(String name) {
        BigDecimal dearest = USUAL;
        if (name.indexOf('/') >= 0) {
            for (String part : name.toLowerCase(Locale.ROOT).split("/", -1)) {
                dearest = dearest.max(TIERS.getOrDefault(part, USUAL));
            }
        }
        return dearest;
    }
}
