/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.body.RequestBody;
import io.github.camelopenrouter.error.OpenRouterException;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to a whole account, wherever a request may say it. */
class SharedAccountCheckTest {

    private final SharedAccountCheck check = new SharedAccountCheck();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tools':[{'type':'shell'}]}",
                "{'tools':[{'type':'bash'}]}",
                "{'tools':[{'type':'openrouter:bash'}]}",
                "{'tools':[{'type':'openrouter:shell','parameters':{}}]}",
                "{'tools':[{'\\u0074ype':'openrouter:files'}]}",
                "{'tools':[{'type':'x','environment':{'type':'container_auto'}}]}",
                "{'tools':[{'type':'file_search','file_ids':['a']}]}",
                "{'container':'c-1'}",
                "{'container_id':'c-1'}",
                "{'c\\u006fntainer':{'id':'c-1'}}",
                "{'messages':[{'content':[{'type':'container_upload','file_id':'f'}]}]}",
                "{'messages':[{'content':[{'type':'document','source':{'type':'file','file_id':'f'}}]}]}",
                "{'messages':[{'content':[{'type':'tool_result','content':[{'type':'image','source':{'file_\\u0069d':'f'}}]}]}]}",
                "{'input':[{'content':[{'type':'input_file','file_id':'f'}]}]}",
                "{'input':[{'type':'code_interpreter_call','container_id':'c'}]}"
            })
    void isRefused(String body) {
        assertThatThrownBy(() -> check.process(exchange(body)))
                .isInstanceOfSatisfying(OpenRouterException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(403);
                    assertThat(refusal.code()).isEqualTo("not_allowed");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tools':[{'type':'function','function':{'name':'bash','parameters':{'properties':{'container':{},'file_id':{}}}}}]}",
                "{'tools':[{'type':'bash_20250124','name':'bash'}]}",
                "{'tools':[{'name':'x','input_schema':{'properties':{'container':{'type':'string'}}}}]}",
                "{'metadata':{'container':'c'}}",
                "{'response_format':{'type':'json_schema','json_schema':{'schema':{'properties':{'file_id':{}}}}}}",
                "{'messages':[{'content':[{'type':'tool_use','input':{'container':'mine'}}]}]}",
                "{'messages':[{'content':'file_id container'}]}",
                "{'container':null}"
            })
    void passes(String body) {
        assertThatCode(() -> check.process(exchange(body))).doesNotThrowAnyException();
    }

    @Test
    void whoHasAnAccountMayNameWhatIsInIt() {
        Exchange exchange = exchange("{'container':'c'}");
        exchange.setProperty(OpenRouterConstants.UPSTREAM_KEYS, Set.of("lab"));
        assertThatCode(() -> check.process(exchange)).doesNotThrowAnyException();
    }

    private static Exchange exchange(String body) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        RequestBody.read(body.replace('\'', '"')).putInto(exchange.getMessage());
        return exchange;
    }
}
