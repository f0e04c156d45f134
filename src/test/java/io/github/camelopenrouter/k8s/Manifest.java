/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file for Kubernetes: one YAML document, read as it is or, strictly, into the published model of its kind. */
final class Manifest {

    static final Path DIRECTORY = Path.of("src/main/k8s");

    /** The models collect words they do not know; here such a word is an error, a misspelt one most likely. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .build();

    private Manifest() {}

    static JsonNode read(String file) throws IOException {
        return read(DIRECTORY.resolve(file));
    }

    static JsonNode read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    static JsonNode parse(String text) {
        return STRICT.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /** @throws IllegalArgumentException for a word that the model does not have, or a value of another type */
    static <T> T read(String file, Class<T> kind) throws IOException {
        return as(read(file), kind);
    }

    static <T> T as(JsonNode document, Class<T> kind) {
        return STRICT.convertValue(document, kind);
    }
}
