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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.policy.document.ProviderRule.NothingLeft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes up of {@code provider}: a request narrows what is forced, and never widens it. */
class ProviderRuleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'only':['openai','azure']} | {} | {'only':['openai','azure']}",
                "{'only':['openai','azure']} | {'only':['Azure']} | {'only':['azure']}",
                "{'only':['openai','azure']} | {'only':['azure','groq']} | {'only':['azure']}",
                "{'only':['deepinfra']} | {'only':['deepinfra/turbo']} | {'only':['deepinfra/turbo']}",
                "{'only':['deepinfra/turbo']} | {'only':['deepinfra']} | {'only':['deepinfra/turbo']}",
                "{'only':['openai']} | {'only':null} | {'only':['openai']}",
                "{'only':['deepinfra']} | {'ignore':['deepinfra/turbo']} | {'only':['deepinfra'],'ignore':['deepinfra/turbo']}",
                "{'only':['openai','azure']} | {'ignore':['azure']} | {'only':['openai','azure'],'ignore':['azure']}",
                "{'ignore':['groq']} | {'ignore':['openai']} | {'ignore':['groq','openai']}",
                "{'data_collection':'deny'} | {'data_collection':'allow'} | {'data_collection':'deny'}",
                "{'data_collection':'allow'} | {'data_collection':'deny'} | {'data_collection':'deny'}",
                "{'zdr':true} | {'zdr':false} | {'zdr':true}",
                "{'zdr':false} | {'zdr':true} | {'zdr':true}",
                "{'zdr':true} | {'zdr':'no'} | {'zdr':true}",
                "{'allow_fallbacks':false} | {'allow_fallbacks':true} | {'allow_fallbacks':false}",
                "{'allow_fallbacks':true} | {'allow_fallbacks':false} | {'allow_fallbacks':false}",
                "{'sort':'price'} | {'sort':'latency'} | {'sort':'price'}",
                "{'order':['a']} | {'order':['b']} | {'order':['a']}",
                "{'max_price':{'prompt':1}} | {'max_price':{'prompt':2,'completion':3}} | {'max_price':{'prompt':1,'completion':3}}",
                "{'max_price':{'prompt':1}} | {'max_price':{'prompt':'0.5'}} | {'max_price':{'prompt':'0.5'}}",
                "{'max_price':{'prompt':1}} | {'max_price':{'prompt':'x'}} | {'max_price':{'prompt':1}}",
                "{'max_price':{'prompt':1}} | {'max_price':{'prompt':-1,'completion':'-2'}} | {'max_price':{'prompt':1}}",
                "{'max_price':{'prompt':1}} | {'max_price':{'prompt':1e99999999999}} | {'max_price':{'prompt':1}}",
                "{'max_price':{'prompt':1}} | {'max_price':{'prompt':'0.00000000000000000000000000000001'}} | {'max_price':{'prompt':1}}",
                "{'zdr':true} | {'only':['a'],'new_field':1} | {'zdr':true,'only':['a'],'new_field':1}"
            })
    void narrows(String forced, String asked, String result) throws Exception {
        assertThat(ProviderRule.narrow(object(forced), object(asked))).isEqualTo(object(result));
    }

    @Test
    void asksForNothingThatIsNotAsked() throws Exception {
        assertThat(ProviderRule.narrow(object("{'zdr':true}"), null)).isEqualTo(object("{'zdr':true}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'only':['openai']} | {'only':['groq']}",
                "{'only':['openai']} | {'only':[]}",
                "{'only':['openai']} | {'only':'groq'}",
                "{'only':['openai']} | {'only':{'a':'openai'}}",
                "{'quantizations':['fp8']} | {'quantizations':['int4']}",
                "{'only':['openai']} | {'only':['openai2']}",
                "{'only':['openai','azure']} | {'ignore':['Azure','openai']}",
                "{'only':['openai','azure']} | {'only':['azure'],'ignore':['azure']}",
                "{'only':['deepinfra/turbo']} | {'ignore':['deepinfra']}",
                "{'ignore':['openai']} | {'only':['openai']}"
            })
    void leavesNothing(String forced, String asked) throws Exception {
        ObjectNode own = object(forced);
        ObjectNode other = object(asked);
        assertThatThrownBy(() -> ProviderRule.narrow(own, other)).isInstanceOf(NothingLeft.class);
    }

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }
}
