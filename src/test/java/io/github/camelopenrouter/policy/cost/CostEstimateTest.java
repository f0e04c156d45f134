/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.cost;

import static io.github.camelopenrouter.policy.cost.PricedModels.PROMPT;
import static io.github.camelopenrouter.policy.cost.PricedModels.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Operation;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyYaml;
import io.github.camelopenrouter.tokens.PromptTokens;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held for a prompt of a hundred tokens, in figures worked out by hand. */
class CostEstimateTest {

    private static final String CHAT = "'messages':[{'role':'user','content':'Hello'}]";

    private static CallCost chat(String model, String fields) {
        return PricedModels.estimate()
                .of(
                        Operation.CHAT_COMPLETIONS,
                        request("{'model':'" + model + "'," + CHAT + fields + "}"),
                        List.of(),
                        PROMPT,
                        PROMPT);
    }

    private static BigDecimal known(CallCost cost) {
        assertThat(cost.unknown()).isNull();
        return cost.amount();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "CHAT_COMPLETIONS | ,'max_tokens':10                              | 10   | 0.000120",
                "CHAT_COMPLETIONS | ,'max_tokens':10,'max_completion_tokens':20   | 20   | 0.000140",
                "CHAT_COMPLETIONS | ,'max_completion_tokens':20                   | 20   | 0.000140",
                "CHAT_COMPLETIONS | ,'max_output_tokens':20                       | 1000 | 0.002100",
                "CHAT_COMPLETIONS | ,'max_tokens':5000                            | 1000 | 0.002100",
                "CHAT_COMPLETIONS | ,'max_tokens':10,'n':3                        | 10   | 0.000160",
                "CHAT_COMPLETIONS | ,'max_tokens':10,'n':3,'best_of':4            | 10   | 0.000180",
                "CHAT_COMPLETIONS | ,'max_tokens':10,'n':'many'                   | 10   | 0.000120",
                "CHAT_COMPLETIONS | ,'max_tokens':10.5                            | 11   | 0.000122",
                "CHAT_COMPLETIONS | ,'max_tokens':1e1                             | 10   | 0.000120",
                "CHAT_COMPLETIONS | ,'max_tokens':-1                              | 1000 | 0.002100",
                "CHAT_COMPLETIONS | ,'max_tokens':0                               | 1000 | 0.002100",
                "CHAT_COMPLETIONS | ,'max_tokens':'10'                            | 1000 | 0.002100",
                "CHAT_COMPLETIONS | ,'max_tokens':1e-999999999                    | 1000 | 0.002100",
                "CHAT_COMPLETIONS | ,'max_tokens':1e999999999                     | 1000 | 0.002100",
                "CHAT_COMPLETIONS | ,'max_tokens':null                            | 1000 | 0.002100",
                "COMPLETIONS      | ,'max_tokens':10,'best_of':2                  | 10   | 0.000140",
                "RESPONSES        | ,'max_output_tokens':10                       | 10   | 0.000120",
                "RESPONSES        | ,'max_tokens':10                              | 1000 | 0.002100",
                "MESSAGES         | ,'max_tokens':10                              | 10   | 0.000120",
                "EMBEDDINGS       | ,'max_tokens':10                              | 0    | 0.000100"
            })
    void isThePromptAndWhatTheRequestLetsCome(Operation operation, String fields, long tokens, BigDecimal amount) {
        CallCost cost = PricedModels.estimate()
                .of(operation, request("{'model':'a/plain'" + fields + "}"), List.of(), PROMPT, PROMPT);

        assertThat(known(cost)).isEqualByComparingTo(amount);
        assertThat(cost.outputTokens()).isEqualTo(tokens);
    }

    /** a/plain writes 1,000 tokens and has a context of 10,000; a/request says neither. */
    @ParameterizedTest
    @CsvSource({
        "a/plain,    100,   4096, 1000",
        "a/plain,    100,   70,   70",
        "a/plain,    9990,  4096, 10",
        "a/plain,    10000, 4096, 0",
        "a/plain,    20000, 4096, 0",
        "a/free:free,100,   4096, 4096",
        "a/free:free,9000,  4096, 1000",
        "a/request,  100,   4096, 4096",
        "a/request,  100,   70,   70"
    })
    void whereTheRequestSaysNothingItIsTheDefaultOrWhatIsLeft(String model, long prompt, long unsaid, long tokens) {
        CallCost cost = PricedModels.estimate(unsaid, "0.10")
                .of(Operation.CHAT_COMPLETIONS, request("{'model':'" + model + "'}"), List.of(), prompt, prompt);

        assertThat(cost.outputTokens()).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{'model':'a/plain'}`,                    1000",
                "`{'model':'a/plain','max_tokens':10}`,    10",
                "`{'model':'a/free:free'}`,                9900",
                "`{'model':'a/free:free','max_tokens':1}`, 1"
            })
    void strictlyItIsAllThatTheModelWrites(String request, long tokens) {
        CallCost cost = PricedModels.estimate(70, "0.10")
                .strict()
                .of(Operation.CHAT_COMPLETIONS, request(request), List.of(), PROMPT, PROMPT);

        assertThat(cost.outputTokens()).isEqualTo(tokens);
    }

    @Test
    void strictlyAModelOfWhichNobodyKnowsWhenItEndsHasNoMost() {
        CostEstimate strict = PricedModels.estimate().strict();

        assertThat(strict.of(Operation.MESSAGES, request("{'model':'a/boundless'}"), List.of())
                        .unknown())
                .isEqualTo("a/boundless");
        assertThat(strict.of(Operation.MESSAGES, request("{'model':'a/boundless','max_tokens':3}"), List.of(), 1, 1)
                        .amount())
                .isEqualByComparingTo("0.000007");
        assertThat(PricedModels.estimate()
                        .of(Operation.MESSAGES, request("{'model':'a/boundless','max_tokens':-1}"), List.of())
                        .unknown())
                .isEqualTo("a/boundless");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "a/request    | `` | 0.006120",
                "a/long       | `` | 0.000120",
                "a/plain      | ,'cache_control':{'type':'ephemeral'}               | 0.000120",
                "a/cache      | `` | 0.000300",
                "a/cache      | ,'cache_control':{'type':'ephemeral'}               | 0.000375",
                "a/cache      | ,'cache_control':{'type':'ephemeral','ttl':'5m'}    | 0.000375",
                "a/cache      | ,'cache_control':{'type':'ephemeral','ttl':'1h'}    | 0.000600",
                "a/cache      | ,'cache_control':null                               | 0.000300",
                "a/cache      | ,'system':[{'type':'text','text':'x','cache_control':{'type':'ephemeral'}}] | 0.000375",
                "a/cache      | ,'tools':[{'name':'t','cache_control':{'type':'ephemeral','ttl':'1h'}}] | 0.000600",
                "a/cache      | ,'tools':[{'name':'t','input_schema':{'cache_control':{}}}] | 0.000300",
                "a/cache      | ,'input':[{'content':[{'content':[{'x':{'y':{'cache_control':{}}}}]}]}] | 0.000375",
                "a/cache      | ,'input':[{'type':'tool_use','input':{'cache_control':{}}}] | 0.000300",
                "a/cache      | ,'input':[{'cache\\u005fcontrol':{'ttl':'1h'}}]     | 0.000600",
                "a/cache      | ,'metadata':{'cache_control':{}}                    | 0.000300",
                "a/cache:nitro| ,'cache_control':{}                                 | 0.001125",
                "a/stored     | ,'cache_control':{}                                 | 0.000030",
                "openai/cache | `` | 0.000250",
                "~openai/latest | `` | 0.000250"
            })
    void thePromptHasThePriceOfItsCacheAndTheRequestItsOwn(String model, String fields, BigDecimal amount) {
        assertThat(known(chat(model, ",'max_tokens':10" + fields))).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "199,                           , 0.000219",
                "200,                           , 0.000430",
                "200, `,'cache_control':{}`     , 0.000430",
                "100, `,'cache_control':{}`     , 0.000145"
            })
    void aLongPromptHasAPriceOfItsOwn(long prompt, String fields, BigDecimal amount) {
        CallCost cost = PricedModels.estimate()
                .of(
                        Operation.CHAT_COMPLETIONS,
                        request("{'model':'a/long','max_tokens':10" + (fields == null ? "" : fields) + "}"),
                        List.of(),
                        prompt,
                        prompt);

        assertThat(known(cost)).isEqualByComparingTo(amount);
    }

    /** A hundred tokens of text are 0.0001, ten of output at the price of reasoning 0.00004. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`'messages':[]`                                                           | 0.000140",
                "`'messages':[{'content':[{'type':'image_url','image_url':{'url':'u'}}]}]` | 0.001140",
                "`'input':[{'type':'input_image','image_url':'u'},{'type':'image'}]`       | 0.002140",
                "`'messages':[{'content':[{'type':'tool_result','content':[{'type':'image','source':{}}]}]}]` | 0.001140",
                "`'messages':[{'content':[{'type':'input_audio','input_audio':{'data':'AAAA'}}]}]` | 0.000144",
                "`'modalities':['text']`                                                   | 0.000140",
                "`'modalities':['text','image']`                                           | 0.000400",
                "`'modalities':['text','image'],'n':2`                                     | 0.000700",
                "`'modalities':['text','audio'],'audio':{'voice':'x'}`                     | 0.000300",
                "`'audio':{'voice':'x'}`                                                   | 0.000300",
                "`'modalities':'image'`                                                    | 0.000400",
                "`'modalities':['image','audio']`                                          | 0.000400"
            })
    void picturesSoundAndThoughtHavePricesOfTheirOwn(String fields, BigDecimal amount) {
        CallCost cost = PricedModels.estimate()
                .of(
                        Operation.CHAT_COMPLETIONS,
                        request("{'model':'a/media','max_tokens':10," + fields + "}"),
                        List.of(),
                        PROMPT,
                        PROMPT);

        assertThat(known(cost)).isEqualByComparingTo(amount);
    }

    @Test
    void whatIsToBePaintedForNothingIsPaidForElsewhere() {
        assertThat(chat("a/painter", ",'modalities':['image']").unknown()).isEqualTo("a/painter");
        assertThat(chat("a/painter", "").isFree()).isTrue();
        assertThat(chat("a/free:free", ",'modalities':['image']").isFree()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{'model':'a/plain','models':['a/dear']}`,                 0.0160",
                "`{'model':'a/dear','models':['a/plain']}`,                 0.0160",
                "`{'models':['a/plain','a/free:free']}`,                    0.0021",
                "`{'model':'a/plain','fallbacks':[{'model':'a/dear'}]}`,    0.0160",
                "`{'model':'a/plain','fallbacks':['a/dear']}`,              0.0160",
                "`{'model':'a/plain'}`,                                     0.0021",
                "`{'model':'a/free:free'}`,                                 0"
            })
    void ofSeveralModelsItIsTheDearest(String request, BigDecimal amount) {
        assertThat(known(PricedModels.estimate().of(Operation.MESSAGES, request(request), List.of(), PROMPT, PROMPT)))
                .isEqualByComparingTo(amount);
        assertThat(known(PricedModels.estimate()
                        .of(Operation.MESSAGES, request(request), List.of("a/dear"), PROMPT, PROMPT)))
                .isEqualByComparingTo("0.0160");
    }

    @Test
    void isFreeOnlyWhereAllModelsAre() {
        assertThat(chat("a/free:free", "").isFree()).isTrue();
        assertThat(chat("a/free:free", "").outputTokens()).isEqualTo(4096);
        assertThat(chat("a/free:free", ",'models':['a/plain']").isFree()).isFalse();
        assertThat(chat("a/free:free", ",'models':['a/none']").isFree()).isFalse();
        assertThat(chat("a/free:free:online", "").isFree()).isFalse();
        assertThat(chat("a/free:free", ",'plugins':[{'id':'web'}]").isFree()).isFalse();
    }

    /** An estimate of no tokens does not make a model free: there may be eight. */
    @Test
    void aPromptHasSomeTokensAtLeast() {
        CallCost cost = PricedModels.estimate()
                .of(Operation.EMBEDDINGS, request("{'model':'a/embedder','input':[{'x':1}]}"), List.of(), 0);

        assertThat(known(cost)).isEqualByComparingTo("0.00000016");
    }

    /** Of a hundred there may be 158, and the answer may still have all but a hundred of the context. */
    @Test
    void aPromptMayHaveMoreTokensThanItsEstimateAndTheAnswerAsMany() {
        CallCost strict = PricedModels.estimate()
                .strict()
                .of(Operation.CHAT_COMPLETIONS, request("{'model':'a/free:free'}"), List.of(), 100);
        CallCost plain = PricedModels.estimate()
                .of(Operation.CHAT_COMPLETIONS, request("{'model':'a/plain','max_tokens':1}"), List.of(), 100);

        assertThat(strict.outputTokens()).isEqualTo(9900);
        assertThat(known(plain)).isEqualByComparingTo("0.000160");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/negative",
                "a/words",
                "a/empty",
                "a/none",
                "a/unlisted",
                "a/unlisted:nitro",
                "@preset/x",
                "a/plain@preset/x",
                "openrouter/auto",
                "A/PLAIN"
            })
    void aModelWithoutAPriceIsUnknown(String model) {
        CallCost alone = chat(model, "");
        assertThat(alone.unknown()).isEqualTo(model);
        assertThat(alone.amount()).isEqualByComparingTo("0");

        CallCost withAnother = chat("a/plain", ",'models':['" + model + "','a/none']");
        assertThat(withAnother.unknown()).isEqualTo(model);
        assertThat(withAnother.amount()).isEqualByComparingTo("0.0021");
    }

    @Test
    void aRequestWithoutAModelIsForOneThatNobodyKnows() {
        assertThat(PricedModels.estimate().of(Operation.RESPONSES, request("{'input':'x'}"), List.of()))
                .extracting(CallCost::unknown)
                .isEqualTo("the account's own");
    }

    /** 0.0021 for a/plain. */
    @ParameterizedTest
    @CsvSource({
        "a/plain:floor,          0.0021",
        "a/plain:thinking,       0.0021",
        "a/plain:free,           0.0021",
        "a/plain:nitro,          0.0063",
        "a/plain:online,         0.1021",
        "a/plain:nitro:online,   0.1063",
        "a/plain:extended,       0.0210",
        "a/plain:extended:nitro, 0.0630"
    })
    void aVariantHasThePriceOfTheListOrElseThatOfItsModel(String model, BigDecimal amount) {
        assertThat(known(chat(model, ""))).isEqualByComparingTo(amount);
    }

    @Test
    void countsThePromptItselfWhereNobodyHas() {
        var request = request("{'model':'a/plain','max_tokens':1," + CHAT + "}");

        assertThat(PricedModels.estimate()
                        .of(Operation.CHAT_COMPLETIONS, request, List.of())
                        .amount())
                .isEqualByComparingTo(BigDecimal.valueOf(PromptTokens.most(PromptTokens.of(request)) + 2, 6));
    }

    @ParameterizedTest
    @CsvSource({"MODELS", "ANTHROPIC_MODELS", "COUNT_TOKENS"})
    void whatAsksNoModelCostsNothing(Operation operation) {
        assertThat(PricedModels.estimate().of(operation, request("{'model':'a/plain'}"), List.of()))
                .isEqualTo(CallCost.NONE);
    }

    @Test
    void otherPathsHaveToBeNamed() {
        assertThatThrownBy(() -> PricedModels.estimate().of(Operation.PASS_THROUGH, request("{}"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "teams: { t: {} }                                                                   | 4096 | 0.10",
                "defaults: { estimate: { completion-tokens: 77 } }                          | 77   | 0.10",
                "defaults: { estimate: { tools-usd: \"2.5\" } }                             | 4096 | 2.5",
                "defaults: { estimate: { completion-tokens: 1, tools-usd: \"0\" } }         | 1    | 0"
            })
    void thePolicySaysWhatARequestDoesNot(String yaml, long tokens, BigDecimal usd) {
        Policy policy = PolicyYaml.read("policy.yaml", yaml, label -> false);

        assertThat(EstimateDefaults.of(policy)).isEqualTo(new EstimateDefaults(tokens, usd));
    }
}
