/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static io.github.camelopenrouter.policy.cost.PricedModels.quoted;
import static io.github.camelopenrouter.policy.cost.PricedModels.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Operation;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCapTest {

    private static final String TOOL = "'tools':[{'type':'openrouter:web_search'}]";
    private static final String COST = "{'type':'max_cost','max_cost_in_dollars':0.10}";

    private static String stopped(String fields, String usd) {
        ObjectNode request = request("{" + fields + "}");
        boolean lacked = OutputCap.lacksStop(request, new BigDecimal(usd));
        String before = request.toString();
        OutputCap.stopServerTools(request, new BigDecimal(usd));
        assertThat(!request.toString().equals(before)).isEqualTo(lacked);
        assertThat(OutputCap.lacksStop(request, new BigDecimal(usd))).isFalse();
        return request.path("stop_server_tools_when").toString();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`" + TOOL + "` | 0.10 | `[" + COST + ",{'type':'step_count_is','step_count':10}]`",
                "`" + TOOL + ",'stop_server_tools_when':null` | 0.10 | `[" + COST
                        + ",{'type':'step_count_is','step_count':10}]`",
                "`" + TOOL + ",'max_tool_calls':3` | 0.10 | `[" + COST + ",{'type':'step_count_is','step_count':3}]`",
                "`" + TOOL + ",'max_tool_calls':30` | 0.10 | `[" + COST + ",{'type':'step_count_is','step_count':10}]`",
                "`" + TOOL + ",'max_tool_calls':0` | 0.10 | `[" + COST + ",{'type':'step_count_is','step_count':1}]`",
                "`" + TOOL + "` | 10 | `[{'type':'max_cost','max_cost_in_dollars':10},"
                        + "{'type':'step_count_is','step_count':30}]`",
                "`" + TOOL + "` | 0 | `[{'type':'max_cost','max_cost_in_dollars':0},"
                        + "{'type':'step_count_is','step_count':1}]`",
                "`'input':[{'tools':[{'type':'shell'}]}]` | 0.10 | `[" + COST
                        + ",{'type':'step_count_is','step_count':10}]`"
            })
    void toolsBehindTheGatewayEndAtACostAndAfterSomeSteps(String fields, String usd, String conditions) {
        assertThat(stopped(fields, usd)).isEqualTo(quoted(conditions));
    }

    /** The first that is met counts: what is added can only make it end earlier. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`{'type':'step_count_is','step_count':20}` | `," + COST + "`",
                "`{'type':'max_cost','max_cost_in_dollars':5}` | `," + COST
                        + ",{'type':'step_count_is','step_count':10}`",
                "`{'type':'max_cost','max_cost_in_dollars':0.05}` | `,{'type':'step_count_is','step_count':10}`",
                "`{'type':'has_tool_call','tool_name':'done'}` | `," + COST
                        + ",{'type':'step_count_is','step_count':10}`",
                "`{'type':'max_cost','max_cost_in_dollars':'x'},{'type':'step_count_is','step_count':1e99}` | `," + COST
                        + "`"
            })
    void whatTheClientSaysStays(String own, String added) {
        assertThat(stopped(TOOL + ",'stop_server_tools_when':[" + own + "]", "0.10"))
                .isEqualTo(quoted("[" + own + added + "]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'tools':[{'type':'function','function':{'name':'f'}}]",
                "'plugins':[{'id':'web'}]",
                "'stop_server_tools_when':[{'type':'max_cost','max_cost_in_dollars':5}]",
                TOOL + ",'stop_server_tools_when':[{'type':'max_cost','max_cost_in_dollars':0.1},"
                        + "{'type':'step_count_is','step_count':2}]"
            })
    void whatHasNoSuchToolsOrEndsSoonStaysAsItIs(String fields) {
        ObjectNode request = request("{" + fields + "}");
        OutputCap.stopServerTools(request, new BigDecimal("0.10"));

        assertThat(request.toString()).isEqualTo(quoted("{" + fields + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "CHAT_COMPLETIONS, `{}`,                              `{'max_tokens':7}`",
                "CHAT_COMPLETIONS, `{'max_tokens':null}`,             `{'max_tokens':7}`",
                "CHAT_COMPLETIONS, `{'max_completion_tokens':99}`,    `{'max_completion_tokens':99}`",
                "CHAT_COMPLETIONS, `{'max_tokens':99}`,               `{'max_tokens':99}`",
                "COMPLETIONS,      `{}`,                              `{'max_tokens':7}`",
                "MESSAGES,         `{}`,                              `{'max_tokens':7}`",
                "RESPONSES,        `{'max_tokens':99}`,               `{'max_tokens':99,'max_output_tokens':7}`",
                "EMBEDDINGS,       `{}`,                              `{}`",
                "PASS_THROUGH,     `{}`,                              `{}`"
            })
    void anAnswerEndsAfterSoManyTokensWhereTheClientSaysNothing(Operation operation, String request, String sent) {
        ObjectNode tree = request(request);
        boolean lacked = OutputCap.lacksOutput(operation, tree);
        OutputCap.outputTokens(operation, tree, 7);

        assertThat(tree.toString()).isEqualTo(quoted(sent));
        assertThat(lacked).isEqualTo(!sent.equals(request));
    }

    /** What is written is what is held then. */
    @Test
    void theEstimateKnowsWhatIsWritten() {
        ObjectNode request = request("{'model':'a/plain'}");
        CostEstimate strict = PricedModels.estimate().strict();
        CallCost before = strict.of(Operation.MESSAGES, request, List.of());
        OutputCap.outputTokens(Operation.MESSAGES, request, before.outputTokens());

        assertThat(strict.of(Operation.MESSAGES, request, List.of())).isEqualTo(before);
    }
}
