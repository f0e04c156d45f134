/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.kamelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A Kamelet as its file describes it. */
public record KameletFile(Path file, String text, Map<?, ?> yaml) {

    private static final String SUFFIX = ".kamelet.yaml";

    /** One property of a Kamelet. */
    public record Property(String name, Map<?, ?> schema) {
        public String text(String key) {
            return Objects.toString(schema.get(key), "");
        }

        List<?> list(String key) {
            return schema.get(key) instanceof List<?> list ? list : List.of();
        }
    }

    /** All in {@code kamelets/}, by name. */
    public static List<KameletFile> all() {
        try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
            return files.sorted().map(KameletFile::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KameletFile read(Path file) {
        try {
            String text = Files.readString(file);
            Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
            return new KameletFile(file, text, (Map<?, ?>) yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the file says. */
    public String name() {
        String fileName = file.getFileName().toString();
        return fileName.endsWith(SUFFIX) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : fileName;
    }

    /** What stands at this path, keys that hold dots being elements of their own. */
    public Optional<Object> at(String... path) {
        Object node = yaml;
        for (String key : path) {
            node = node instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(node);
    }

    public String textAt(String... path) {
        return at(path).map(Object::toString).orElse("");
    }

    List<?> listAt(String... path) {
        return at(path).map(node -> (List<?>) node).orElse(List.of());
    }

    String annotation(String key) {
        return textAt("metadata", "annotations", "camel.apache.org/" + key);
    }

    String type() {
        return textAt("metadata", "labels", "camel.apache.org/kamelet.type");
    }

    public List<Property> properties() {
        Map<?, ?> properties =
                (Map<?, ?>) at("spec", "definition", "properties").orElse(Map.of());
        return properties.entrySet().stream()
                .map(entry -> new Property(entry.getKey().toString(), (Map<?, ?>) entry.getValue()))
                .toList();
    }

    /** Hands every text of the template to the consumer. */
    void forEachTextOfTheTemplate(Consumer<String> consumer) {
        forEachText(at("spec", "template").orElse(Map.of()), consumer);
    }

    private static void forEachText(Object node, Consumer<String> consumer) {
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> forEachText(value, consumer));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> forEachText(value, consumer));
        } else if (node != null) {
            consumer.accept(node.toString());
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
