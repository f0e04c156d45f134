/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelopenrouter.kamelet.KameletFile;
import io.github.camelopenrouter.kamelet.KameletFile.Property;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A form of Kaoto's for a step with a Kamelet, checked by Kaoto's own library. It puts the defaults in before it looks, so
 * that one which is no value of its property is an error that nobody can mend. Skipped without Node.
 */
@Timeout(200)
class KaotoFormsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static NpmKit kit;

    /** A form by its name, the Kamelet's definition and what is filled in. */
    private record Form(String name, Object schema, Map<String, Object> model) {}

    @BeforeAll
    static void install() {
        kit = new NpmKit("kaoto");
        Optional<String> missing = kit.install();
        assumeTrue(missing.isEmpty(), () -> "Kaoto's form library cannot be asked: " + missing.orElseThrow());
    }

    @Test
    void correctlyFilledStepShowsNoError() throws Exception {
        List<Form> forms = new ArrayList<>();
        for (KameletFile kamelet : KameletFile.all()) {
            forms.add(form(kamelet, "only what is required", required(kamelet)));
            forms.add(form(kamelet, "everything", examples(kamelet.properties())));
            for (Property property : kamelet.properties()) {
                Map<String, Object> model = required(kamelet);
                model.putAll(examples(List.of(property)));
                forms.add(form(kamelet, property.name(), model));
            }
        }

        assertThat(errors(forms))
                .hasSizeGreaterThan(40)
                .allSatisfy((form, errors) -> assertThat(errors).as(form).isEmpty());
    }

    @Test
    void wronglyFilledStepShowsOne() throws Exception {
        KameletFile chat = KameletFile.all().stream()
                .filter(kamelet -> kamelet.name().equals("openrouter-chat-action"))
                .findFirst()
                .orElseThrow();

        Map<String, List<String>> errors = errors(List.of(
                form(chat, "a word", Map.of("temperature", "warm")),
                form(chat, "a file", Map.of("baseUrl", "file:/tmp")),
                form(chat, "a list", Map.of("output", "list"))));

        assertThat(errors.values())
                .hasSize(3)
                .allSatisfy(found -> assertThat(found).hasSize(1));
    }

    private static Form form(KameletFile kamelet, String name, Map<String, Object> model) {
        return new Form(
                kamelet.name() + ": " + name, kamelet.at("spec", "definition").orElseThrow(), model);
    }

    private static Map<String, Object> required(KameletFile kamelet) {
        List<?> required = kamelet.at("spec", "definition", "required")
                .map(List.class::cast)
                .orElse(List.of());
        return examples(kamelet.properties().stream()
                .filter(property -> required.contains(property.name()))
                .toList());
    }

    /** What the Kamelet itself shows, or what a form offers. */
    private static Map<String, Object> examples(List<Property> properties) {
        Map<String, Object> model = new LinkedHashMap<>();
        for (Property property : properties) {
            Object example = property.schema().get("example");
            Object offered = property.schema().get("enum") instanceof List<?> words ? words.get(0) : "sk-or-v1-0";
            model.put(property.name(), example != null ? example : offered);
        }
        return model;
    }

    private static Map<String, List<String>> errors(List<Form> forms) throws Exception {
        Path file = kit.folder().resolve("forms.json");
        Files.write(file, JSON.writeValueAsBytes(forms));
        List<String> command = new ArrayList<>(kit.start("forms"));
        command.add(file.getFileName().toString());
        ProcessBuilder process =
                new ProcessBuilder(command).directory(kit.folder().toFile());
        BoundedProcess.End end = BoundedProcess.run(process, kit.folder().resolve("check"), LIMIT);
        assertThat(end.isGood()).as(end.lastWords()).isTrue();
        Map<String, List<String>> errors = new LinkedHashMap<>();
        for (String line : end.out()) {
            JsonNode answer = JSON.readTree(line);
            List<String> texts = new ArrayList<>();
            answer.path("errors").forEach(error -> texts.add(error.asText()));
            errors.put(answer.path("name").asText(), texts);
        }
        return errors;
    }
}
