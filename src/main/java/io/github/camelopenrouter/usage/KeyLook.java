/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a key: where it stood at the look that the next one is compared with, and what the last look has found.
 *
 * @param label by which others know it
 * @param names of the gateways' keys that it has stood behind since
 * @param usage what OpenRouter had taken by then
 * @param at when that was: at the last quiet look, so that what is under way at another one is not compared twice
 * @param looked when it was looked at last
 * @param unreconciled what was found; null where there was nothing to compare with yet
 */
record KeyLook(
        String label,
        Set<String> names,
        BigDecimal usage,
        Instant at,
        Instant looked,
        @Nullable BigDecimal unreconciled) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** By the keys' fingerprints; none where there is no such file. */
    static Map<String, KeyLook> read(Path file) throws IOException {
        Map<String, KeyLook> looks = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (Map.Entry<String, JsonNode> one : JSON.readTree(file.toFile()).properties()) {
                looks.put(one.getKey(), of(one.getValue()));
            }
        }
        return looks;
    }

    private static KeyLook of(JsonNode look) throws IOException {
        try {
            Set<String> names = new TreeSet<>();
            look.path("names").forEach(name -> names.add(name.asText()));
            String at = look.path("at").asText();
            return new KeyLook(
                    look.path("key").asText(),
                    names,
                    new BigDecimal(look.path("usage").asText()),
                    Instant.parse(at),
                    Instant.parse(look.path("looked").asText(at)),
                    look.has("unreconciled")
                            ? new BigDecimal(look.path("unreconciled").asText())
                            : null);
        } catch (RuntimeException e) {
            throw new IOException("it is none of ours", e);
        }
    }

    /** Whole or not at all, and for its owner alone. */
    static void write(Path file, Map<String, KeyLook> looks) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        looks.forEach((fingerprint, look) -> look.describe(all.putObject(fingerprint)));
        DurableFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    }

    private void describe(ObjectNode look) {
        look.put("key", label)
                .put("usage", usage.toPlainString())
                .put("at", at.toString())
                .put("looked", looked.toString());
        names.forEach(look.putArray("names")::add);
        if (unreconciled != null) {
            look.put("unreconciled", unreconciled.toPlainString());
        }
    }
}
