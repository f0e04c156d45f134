/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaSampleTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{} | {}",
                "{'type':'object','properties':{'a':{'type':'string'}}} | {}",
                "{'type':'object','properties':{'a':{'enum':['x','y']}},'required':['a']} | {'a':'x'}",
                "{'type':'object','properties':{'a':{'const':7}},'required':['a']} | {'a':7}",
                "{'type':['integer','null'],'minimum':3,'multipleOf':5} | 5",
                "{'type':'number','exclusiveMinimum':2} | 3",
                "{'type':'integer','minimum':0,'maximum':-1} | -1",
                "{'type':'array','items':{'type':'boolean'},'minItems':2} | [true,true]",
                "{'type':'string','maxLength':3} | 'san'",
                "{'type':'string','minLength':16} | 'sandbox valuexxx'",
                "{'type':'string','format':'date'} | '2026-01-01'",
                "{'anyOf':[{'type':'boolean'},{'type':'null'}]} | true",
                "{'$ref':'#/$defs/a','$defs':{'a':{'type':'boolean'}}} | true"
            })
    void makesTheSimplestValueThatFits(String schema, String value) {
        String json = Json.write(SchemaSample.of(Json.parse(schema.replace('\'', '"'))));
        assertThat(json).isEqualTo(value.replace('\'', '"'));
    }
}
