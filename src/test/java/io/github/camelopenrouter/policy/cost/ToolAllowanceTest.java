/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static io.github.camelopenrouter.policy.cost.PricedModels.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.Operation;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held for that which runs behind the gateway; the model itself is free. */
class ToolAllowanceTest {

    private static BigDecimal held(String fields, String toolsUsd) {
        CallCost cost = PricedModels.estimate(4096, toolsUsd)
                .of(Operation.RESPONSES, request("{'model':'a/free:free'," + fields + "}"), List.of());
        assertThat(cost.unknown()).isNull();
        return cost.amount();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tools':[{'type':'openrouter:web_search'}]",
                "'tools':[{'type':'function','name':'f'},{'type':'openrouter:datetime'}]",
                "'tools':[{'type':'web_search_20250305','name':'web_search'}]",
                "'tools':[{'type':'web_search'}]",
                "'tools':[{'t\\u0079pe':'openrouter:fusion'}]",
                "'input':[{'type':'additional_tools','tools':[{'type':'openrouter:bash'}]}]",
                "'input':[{'a':{'b':{'c':{'d':{'tools':[{'type':'openrouter:bash'}]}}}}}]",
                "'plugins':[{'id':'web'}]",
                "'plugins':['web']",
                "'plugins':[{'id':'response-healing'},{'id':'fusion'}]",
                "'plugins':[{'id':'web','enabled':true}]",
                "'plugins':[{'id':'file-parser'}]",
                "'plugins':[{'id':'file-parser','pdf':{'engine':'mistral-ocr'}}]",
                "'plugins':[{'id':'tomorrows'}]",
                "'web_search_options':{}",
                "'mcp_servers':[{'url':'https://example.org'}]"
            })
    void whatIsPaidForHasTheAllowance(String fields) {
        assertThat(held(fields, "0.10")).isEqualByComparingTo("0.10");
        assertThat(held(fields, "2.5")).isEqualByComparingTo("2.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tools':[]",
                "'tools':null",
                "'tools':[{'type':'function','function':{'name':'openrouter:web_search'}}]",
                "'tools':[{'name':'web_search','input_schema':{}}]",
                "'tools':[{'type':'custom','name':'t'}]",
                "'input':[{'tools':[{'type':'function','name':'f'}]}]",
                "'plugins':[{'id':'response-healing'},{'id':'context-compression'},{'id':'auto-router'}]",
                "'plugins':[{'id':'web','enabled':false}]",
                "'plugins':[{'id':'file-parser','pdf':{'engine':'native'}}]",
                "'plugins':[{'id':'file-parser','pdf':{'engine':'cloudflare-ai'}}]",
                "'web_search_options':null"
            })
    void whatTheClientRunsOrIsFreeHasNone(String fields) {
        assertThat(held(fields, "0.10")).isEqualByComparingTo("0");
    }

    /** Whatever it is that counts, it does not raise the allowance; and a search may be over before anybody looks. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`[{'type':'max_cost','max_cost_in_dollars':0.05}]`,                                               0.05",
                "`[{'type':'step_count_is','step_count':3},{'type':'max_cost','max_cost_in_dollars':0.05}]`,       0.05",
                "`[{'type':'max_cost','max_cost_in_dollars':5},{'type':'max_cost','max_cost_in_dollars':0.02}]`,   0.02",
                "`[{'type':'max_cost','max_cost_in_dollars':5}]`,                                                  0.10",
                "`[{'type':'max_cost','max_cost_in_dollars':0}]`,                                                  0.01",
                "`[{'type':'max_cost','max_cost_in_dollars':1e-999999999}]`,                                       0.01",
                "`[{'type':'max_cost','max_cost_in_dollars':1e999999999}]`,                                        0.10",
                "`[{'type':'max_cost','max_cost_in_dollars':-1}]`,                                                 0.10",
                "`[{'type':'max_cost','max_cost_in_dollars':'0.05'}]`,                                             0.10",
                "`[{'type':'max_cost','max_cost_in_dollars':0.050000000000000000001}]`,                            0.10",
                "`[{'type':'max_tokens_used','max_tokens':1}]`,                                                    0.10",
                "`[{'t\\u0079pe':'max_cost','max_cost_in_dollars':0.05}]`,                                         0.05",
                "`{'type':'max_cost','max_cost_in_dollars':0.05}`,                                                 0.10",
                "`null`,                                                                                           0.10"
            })
    void aClientMayLowerIt(String conditions, BigDecimal amount) {
        assertThat(held("'tools':[{'type':'web_search'}],'stop_server_tools_when':" + conditions, "0.10"))
                .isEqualByComparingTo(amount);
    }

    @Test
    void anOperatorMayDoWithout() {
        String own = ",'stop_server_tools_when':[{'type':'max_cost','max_cost_in_dollars':0.05}]";

        assertThat(held("'tools':[{'type':'web_search'}]" + own, "0")).isEqualByComparingTo("0");
    }

    @Test
    void noTierMakesItDearer() {
        assertThat(held("'tools':[{'type':'web_search'}],'service_tier':'priority'", "0.10"))
                .isEqualByComparingTo("0.10");
    }
}
