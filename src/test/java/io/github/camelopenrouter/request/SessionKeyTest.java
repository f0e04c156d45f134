/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.body.Requests;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which session a request belongs to. */
class SessionKeyTest {

    private final SessionKey rule = new SessionKey();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'session_id':'s','user':'u','prompt_cache_key':'p'}; h; s",
                "{'user':'u','prompt_cache_key':'p'}; h; h",
                "{'prompt_cache_key':'p','user':'u'}; ; u",
                "{'prompt_cache_key':'p'}; ; p",
                "{'prompt_cache_key':'p','metadata':{'user_id':'m'}}; ; m",
                "{'session_id':null,'user':' ','prompt_cache_key':'p'}; ; p",
                "{'session_id':'\\u0061b'}; ; ab"
            })
    void takesTheNarrowestName(String body, String header, String session) {
        assertThat(session(body, header)).isEqualTo(Balancer.sessionOf(session));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'user':5}", "{'user':''}", "{'user':{'id':'a'}}", "{'metadata':'x'}"})
    void nothingElseIsASession(String body) {
        assertThat(session(body, null)).isNull();
    }

    private Object session(String body, String header) {
        Map<String, Object> headers = header == null ? Map.of() : Map.of("X-Session-Id", header);
        Exchange exchange = Requests.withBody(Requests.bytes(body.replace('\'', '"')), headers);
        Requests.sent(exchange, rule);
        return exchange.getProperty(OpenRouterConstants.SESSION);
    }
}
