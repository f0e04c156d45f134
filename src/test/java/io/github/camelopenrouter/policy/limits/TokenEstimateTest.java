/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAT_COMPLETIONS | 'messages':[{'role':'user','content':'Hello'}] | 4096",
                "CHAT_COMPLETIONS | 'messages':[{'role':'user','content':'Hello'}],'max_tokens':100 | 100",
                "CHAT_COMPLETIONS | 'messages':[],'max_tokens':50,'max_completion_tokens':100 | 100",
                "CHAT_COMPLETIONS | 'messages':[],'max_output_tokens':1 | 4096",
                "CHAT_COMPLETIONS | 'messages':[],'max_tokens':100,'n':3 | 300",
                "CHAT_COMPLETIONS | 'messages':[],'max_tokens':null | 4096",
                "CHAT_COMPLETIONS | 'messages':[],'max_tokens':'many' | 4096",
                "CHAT_COMPLETIONS | 'messages':[],'max_tokens':-1 | 4096",
                "CHAT_COMPLETIONS | 'messages':[],'max_tokens':1e300,'n':1e300 | 1000000000000000",
                "COMPLETIONS | 'prompt':'Hello','max_tokens':10,'best_of':4 | 40",
                "RESPONSES | 'input':'Hello','max_output_tokens':7 | 7",
                "MESSAGES | 'messages':[],'max_tokens':8 | 8",
                "EMBEDDINGS | 'input':'Hello' | 0",
                "PASS_THROUGH | 'query':'Hello','documents':['a'] | 0"
            })
    void isThePromptAndWhatMayCome(Operation operation, String fields, long output) throws IOException {
        ObjectNode request = request(fields);
        assertThat(estimate("organisation: {}", operation, request) - PromptTokens.of(request))
                .isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "defaults: { estimate: { completion-tokens: 77 } } | 77",
                "defaults: { estimate: { tools-usd: \"0.10\" } } | 4096"
            })
    void whereTheRequestSaysNothingThePolicyDoes(String policy, long output) throws IOException {
        ObjectNode request = request("'messages':[]");
        assertThat(estimate(policy, Operation.CHAT_COMPLETIONS, request) - PromptTokens.of(request))
                .isEqualTo(output);
    }

    private static long estimate(String policy, Operation operation, ObjectNode request) {
        return new TokenEstimate(PolicyYaml.read("policy.yaml", policy, label -> false))
                .of(operation, request, PromptTokens.of(request));
    }

    private static ObjectNode request(String fields) throws IOException {
        return (ObjectNode) JSON.readTree("{" + fields.replace('\'', '"') + "}");
    }
}
