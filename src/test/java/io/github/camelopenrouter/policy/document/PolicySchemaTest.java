/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An editor that goes by the schema marks what the gateway refuses, but for what only the whole file can tell. */
class PolicySchemaTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream schema = PolicySchemaTest.class.getResourceAsStream("/openrouter/policy.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new ObjectMapper().readTree(schema));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.policy.document.PolicyYamlTest#good")
    void letsPassWhatIsRead(String text) throws IOException {
        JsonNode policy = YAML.readTree(text);
        assertThat(SCHEMA.validate(policy)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.github.camelopenrouter.policy.document.PolicyYamlTest#faultsOfOneValue")
    void marksWhatIsRefused(String text) throws IOException {
        assertThat(SCHEMA.validate(YAML.readTree(text))).isNotEmpty();
    }
}
