/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {

    @Test
    void beginsWithTheObjectThatOpenAiClientsExpect() throws IOException {
        assertThat(rendered("{\"data\":[]}")).isEqualTo("{\"object\":\"list\",\"data\":[]}");
    }

    @Test
    void writesEveryFieldThatOpenAiClientsExpectBeforeTheOthers() throws IOException {
        assertThat(
                        rendered(
                                "{\"data\":[{\"name\":\"GPT-4o\",\"created\":7,\"id\":\"openai/gpt-4o\"},{\"id\":\"a/b\",\"created\":1}]}"))
                .isEqualTo("{\"object\":\"list\",\"data\":["
                        + "{\"id\":\"openrouter/openai/gpt-4o\",\"object\":\"model\",\"created\":7,\"owned_by\":\"openai\","
                        + "\"name\":\"GPT-4o\"},"
                        + "{\"id\":\"openrouter/a/b\",\"object\":\"model\",\"created\":1,\"owned_by\":\"a\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o,              openrouter/openai/gpt-4o",
        "openrouter/auto,            openrouter/openrouter/auto",
        "~anthropic/claude-latest,   openrouter/~anthropic/claude-latest",
        "meta-llama/llama-3.2:free,  openrouter/meta-llama/llama-3.2:free",
        "a/b/c,                      openrouter/a/b/c"
    })
    void putsThePrefixBeforeEveryId(String id, String prefixed) throws IOException {
        assertThat(entry("{\"id\":\"" + id + "\"}", id)).startsWith("{\"id\":\"" + prefixed + "\",");
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o,            openai",
        "openrouter/auto,          openrouter",
        "~anthropic/claude-latest, anthropic",
        "a/b/c,                    a",
        "solo,                     solo"
    })
    void ownsEachModelByItsVendor(String id, String owner) throws IOException {
        assertThat(entry("{\"id\":\"" + id + "\"}", id)).contains("\"owned_by\":\"" + owner + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"discount\":0.10",
                "\"big\":12345678901234567890123456789.10",
                "\"exponent\":1E+2",
                "\"tiny\":-0.0",
                "\"pricing\":{ \"prompt\" : \"0.0000030\",\n \"overrides\":[ {\"min\":200000} ] }",
                "\"name\":\"caf\\u00e9 \\/ \\ud83d\\ude00\"",
                "\"name\":\"café 😀\"",
                "\"hugging_face_id\":\"\"",
                "\"per_request_limits\":null",
                "\"moderated\":true",
                "\"empty\":{}",
                "\"list\":[ ]"
            })
    void keepsEveryOtherFieldAsItWasWritten(String field) throws IOException {
        assertThat(entry("{\"id\":\"a/b\", " + field + " }", "a/b")).endsWith("," + field + "}");
    }

    @Test
    void keepsTheDigitsOfCreated() throws IOException {
        assertThat(entry("{\"created\":12345678901234567890,\"id\":\"a/b\"}", "a/b"))
                .contains("\"created\":12345678901234567890,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"a/b\"}", "{\"id\":\"a/b\",\"created\":null}"})
    void datesAModelWithoutCreatedToZero(String entry) throws IOException {
        assertThat(entry(entry, "a/b"))
                .isEqualTo("{\"id\":\"openrouter/a/b\",\"object\":\"model\",\"created\":0,\"owned_by\":\"a\"}");
    }

    @Test
    void replacesFieldsThatTheGatewayWrites() throws IOException {
        assertThat(rendered("{\"object\":\"x\",\"data\":[{\"id\":\"a/b\",\"object\":\"y\",\"owned_by\":\"z\"}]}"))
                .isEqualTo("{\"object\":\"list\",\"data\":["
                        + "{\"id\":\"openrouter/a/b\",\"object\":\"model\",\"created\":0,\"owned_by\":\"a\"}]}");
    }

    @Test
    void keepsOtherTopLevelFields() throws IOException {
        assertThat(rendered("{\"total_count\":0,\"data\":[],\"more\":{\"x\": 1.0},\"links\":{\"next\":null}}"))
                .isEqualTo("{\"object\":\"list\",\"data\":[],\"total_count\":0,\"more\":{\"x\": 1.0},"
                        + "\"links\":{\"next\":null}}");
    }

    @Test
    void dropsAPathToANextPage() throws IOException {
        assertThat(rendered("{\"data\":[],\"links\":{\"next\":\"/api/v1/models?offset=500\",\"first\":\"/x\"}}"))
                .endsWith("\"links\":{\"first\":\"/x\"}}");
    }

    @Test
    void escapesAnIdThatNeedsIt() throws IOException {
        assertThat(entry("{\"id\":\"a/\\\"b\\u0001\"}", "a/\"b\u0001"))
                .startsWith("{\"id\":\"openrouter/a/\\\"b\\u0001\",");
    }

    @Test
    void readsAListThatBeginsWithAByteOrderMark() throws IOException {
        assertThat(rendered("\ufeff{\"data\":[{\"id\":\"a/b\",\"x\":1.50}]}")).endsWith("\"x\":1.50}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{}",
                "{\"data\":null}",
                "{\"data\":{}}",
                "{\"data\":[1]}",
                "{\"data\":[{}]}",
                "{\"data\":[{\"id\":7}]}",
                "{\"data\":[{\"id\":\"\"}]}",
                "{\"data\":[]",
                "{\"data\":[{\"id\":\"a/b\"",
                "{\"data\":[]} more",
                "{\"error\":{\"code\":502}}"
            })
    void refusesABodyThatIsNoModelList(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(IOException.class);
    }

    @Test
    void refusesAnotherEncodingThanUtf8() {
        assertThatThrownBy(() -> ModelList.read("{\"data\":[]}".getBytes(StandardCharsets.UTF_16), ModelAliases.NONE))
                .isInstanceOf(IOException.class);
    }

    @Test
    void findsAModelByItsCanonicalSlug() throws IOException {
        ModelList list = read("{\"data\":[{\"id\":\"openai/gpt\",\"canonical_slug\":\"openai/gpt-2025\"}]}");

        assertThat(list.find("openai/gpt-2025").id()).isEqualTo("openai/gpt");
    }

    @Test
    void prefersTheModelToItsVariantsBehindOneSlug() throws IOException {
        ModelList list = read(
                "{\"data\":[{\"id\":\"a/b:free\",\"canonical_slug\":\"a/b-1\"},"
                        + "{\"id\":\"~a/latest\",\"canonical_slug\":\"a/b-1\"},{\"id\":\"a/b\",\"canonical_slug\":\"a/b-1\"}]}");

        assertThat(list.find("a/b-1").id()).isEqualTo("a/b");
    }

    @Test
    void findsAVariantBySlugWhereTheModelItselfIsNotListed() throws IOException {
        ModelList list = read("{\"data\":[{\"id\":\"a/b:free\",\"canonical_slug\":\"a/b-1\"}]}");

        assertThat(list.find("a/b-1").id()).isEqualTo("a/b:free");
    }

    @Test
    void prefersAnIdToAnotherModelsSlug() throws IOException {
        ModelList list = read("{\"data\":[{\"id\":\"a/old\",\"canonical_slug\":\"a/b\"},{\"id\":\"a/b\"}]}");

        assertThat(list.find("a/b").id()).isEqualTo("a/b");
    }

    private static String rendered(String body) throws IOException {
        return new String(read(body).json(), StandardCharsets.UTF_8);
    }

    private static String entry(String entry, String id) throws IOException {
        return new String(read("{\"data\":[" + entry + "]}").find(id).json(), StandardCharsets.UTF_8);
    }

    private static ModelList read(String body) throws IOException {
        return ModelList.read(body.getBytes(StandardCharsets.UTF_8), ModelAliases.NONE);
    }
}
