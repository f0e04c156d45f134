/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.response.ResponseFacts;
import io.github.camelopenrouter.response.ResponseFacts.Outcome;
import io.github.camelopenrouter.response.ResponseReport;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class RouteFactsTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void knowsNothingOfARequestThatWasRefusedAtOnce() {
        assertThat(RouteFacts.of(exchange)).isEqualTo(RouteFacts.NONE);
    }

    @Test
    void knowsWhatTheRouteLeftOnItsExchange() {
        ResponseFacts answer = new ResponseFacts(Outcome.COMPLETE, "gen-1", "a/b", null, null, 1, null, null);
        ResponseReport report = new ResponseReport();
        report.end(answer);
        exchange.setProperty(OpenRouterConstants.CLIENT_LABEL, "laptop");
        exchange.setProperty(OpenRouterConstants.REQUESTED_MODEL, "fast");
        exchange.setProperty(OpenRouterConstants.SENT_MODEL, "a/b");
        exchange.setProperty(OpenRouterConstants.KEY_LABEL, "team-a");
        exchange.setProperty(OpenRouterConstants.STREAM, true);
        exchange.setProperty(OpenRouterConstants.ATTEMPTS, 2);
        exchange.setProperty(ResponseReport.PROPERTY, report);

        assertThat(RouteFacts.of(exchange))
                .isEqualTo(new RouteFacts("laptop", "fast", "a/b", "team-a", true, 2, answer));
    }

    @Test
    void doesNotWaitForAnAnswerThatHasNotEnded() {
        exchange.setProperty(ResponseReport.PROPERTY, new ResponseReport());

        assertThat(RouteFacts.of(exchange).answer().outcome()).isEqualTo(Outcome.OPEN);
    }
}
