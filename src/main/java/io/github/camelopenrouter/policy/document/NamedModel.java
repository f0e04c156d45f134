/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model as a request names it, taken apart: {@code author/slug:variant@preset/p} (source: OpenRouter).
 *
 * @param base the model itself in lower case, without the gateway's prefix; empty where only a preset is named
 * @param variants what stands behind its colons
 * @param preset the preset that is to say what else is done, in lower case; null for none
 */
public record NamedModel(
        String base, List<String> variants, @Nullable String preset) {

    private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*");
    private static final String PRESET = "@preset/";
    private static final String OWN = "openrouter/";

    public static NamedModel of(String name) {
        String lower =
                isAscii(name) ? name.toLowerCase(Locale.ROOT) : name; // others have letters that become one of these
        if (lower.startsWith(OWN) && lower.indexOf('/', OWN.length()) >= 0) {
            lower = lower.substring(OWN.length());
        }
        int at = lower.indexOf(PRESET);
        String model = at < 0 ? lower : lower.substring(0, at);
        String preset = at < 0 ? null : lower.substring(at + PRESET.length());
        String[] parts = model.split(":", -1);
        return new NamedModel(parts[0], List.of(parts).subList(1, parts.length), preset);
    }

    /**
     * Whether it is one vendor's model and nothing else: no router that chooses one, no name that moves from one model to the
     * next, and nothing that another reader could take for another name. Only such a name is what {@code *} stands for.
     */
    public boolean isPlain() {
        return PLAIN.matcher(base).matches() && !base.startsWith(OWN) && !base.contains("..");
    }

    /** As a policy may name it letter by letter: without variants, with its preset. */
    String withPreset() {
        return preset == null ? base : base + PRESET + preset;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > 127) {
                return false;
            }
        }
        return true;
    }
}
