/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.policy.document.Allow.Part;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what one level has to say. */
final class LevelReader {

    /** The fields that each level may have. */
    static final Set<String> FIELDS = Set.of(
            "models",
            "deny-models",
            "provider",
            "allow",
            "caps",
            "budgets",
            "limits",
            "upstream-keys",
            "tags",
            "require-tags");

    private static final Set<String> PARTS =
            Arrays.stream(Part.values()).map(Part::word).collect(Collectors.toSet());
    private static final Pattern TAG = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final Pattern TAG_VALUE = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp},]{1,64}");

    private LevelReader() {}

    static Level read(String name, Fields level) throws PolicyFault {
        List<String> upstreamKeys = level.texts("upstream-keys");
        List<String> models = models(level, "models");
        List<String> denied = models(level, "deny-models");
        return new Level(
                name,
                models == null ? null : Names.of(models),
                denied == null ? Names.NONE : Names.of(denied),
                provider(level),
                allow(level),
                caps(level),
                upstreamKeys == null ? null : Set.copyOf(upstreamKeys),
                tags(level),
                requiredTags(level),
                Money.budgets(level),
                Money.limits(level));
    }

    private static @Nullable List<String> models(Fields level, String field) throws PolicyFault {
        List<String> patterns = level.texts(field);
        if (patterns != null) {
            ModelPattern.check(patterns, level.pointer(field), field.startsWith("deny"));
        }
        return patterns;
    }

    private static @Nullable ObjectNode provider(Fields level) throws PolicyFault {
        ObjectNode provider = level.objectNode("provider");
        if (provider != null) {
            ProviderFields.check(provider, level.pointer("provider"));
        }
        return provider;
    }

    private static Allow allow(Fields level) throws PolicyFault {
        JsonNode written = level.get("allow");
        if (written == null) {
            return Allow.NOTHING_SAID;
        }
        Fields allow = Fields.of(written, level.pointer("allow"), PARTS);
        Map<Part, Names> said = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            if (part.isFlag()) {
                Boolean flag = allow.flag(part.word());
                if (flag != null) {
                    said.put(part, flag ? Names.of("*") : Names.NONE);
                }
            } else {
                List<String> names = allow.texts(part.word());
                if (names != null) {
                    PartNames.check(part, names, allow.pointer(part.word()));
                    said.put(part, Names.of(names));
                }
            }
        }
        return new Allow(said);
    }

    private static Caps caps(Fields level) throws PolicyFault {
        JsonNode written = level.get("caps");
        if (written == null) {
            return Caps.NONE;
        }
        Fields caps = Fields.of(written, level.pointer("caps"), Set.of("output-tokens", "n"));
        return new Caps(caps.count("output-tokens"), caps.count("n"));
    }

    private static Map<String, String> tags(Fields level) throws PolicyFault {
        Map<String, String> tags = new HashMap<>();
        for (Map.Entry<String, JsonNode> tag : level.named("tags").entrySet()) {
            String pointer = level.pointer("tags") + "/" + tag.getKey();
            requireTag(tag.getKey(), pointer);
            String value =
                    tag.getValue().isTextual() ? tag.getValue().textValue().strip() : "";
            if (!TAG_VALUE.matcher(value).matches()) {
                throw new PolicyFault(pointer, "the value of a tag is a text of at most 64 characters without commas");
            }
            tags.put(tag.getKey(), value);
        }
        return tags;
    }

    private static Set<String> requiredTags(Fields level) throws PolicyFault {
        List<String> names = level.texts("require-tags");
        for (int i = 0; names != null && i < names.size(); i++) {
            requireTag(names.get(i), level.pointer("require-tags") + "/" + i);
        }
        return names == null ? Set.of() : Set.copyOf(names);
    }

    private static void requireTag(String name, String pointer) throws PolicyFault {
        if (!TAG.matcher(name).matches()) {
            throw new PolicyFault(pointer, "the name of a tag is like 'cost-centre', of at most 64 characters");
        }
    }
}
