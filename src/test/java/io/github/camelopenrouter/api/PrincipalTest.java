/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelopenrouter.testing.Exchanges;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Who makes a request, by what the guard knows and what a host's steps say. */
class PrincipalTest {

    private static final Principal LEAD = new Principal(null, "support", "ada", Set.of(Principal.Role.LEAD));

    private final Exchange exchange = Exchanges.empty();

    @Test
    void isUnnamedWhereNobodySaysAnything() {
        assertThat(Principal.of(exchange)).isEqualTo(Principal.UNNAMED);
        assertThat(Principal.UNNAMED.isUnnamed()).isTrue();
        assertThat(Principal.UNNAMED.label()).isNull();
    }

    @Test
    void isWhomTheGuardKnows() {
        LEAD.putOn(exchange);

        assertThat(Principal.of(exchange)).isSameAs(LEAD);
        assertThat(exchange.getProperty(OpenRouterConstants.CLIENT_LABEL)).isEqualTo("ada");
        assertThat(exchange.getProperty(OpenRouterConstants.TEAM)).isEqualTo("support");
    }

    @Test
    void isWhomAHostsRouteNames() {
        exchange.setProperty(OpenRouterConstants.CLIENT_LABEL, "desk");
        exchange.setProperty(OpenRouterConstants.TEAM, "support");

        assertThat(Principal.of(exchange)).isEqualTo(new Principal("desk", "support", null, Set.of()));
    }

    @Test
    void hasNoRolesOnceAHostsStepNamesAnotherTeam() {
        LEAD.putOn(exchange);
        exchange.setProperty(OpenRouterConstants.TEAM, "sales");

        assertThat(Principal.of(exchange)).isEqualTo(new Principal(null, "sales", "ada", Set.of()));
    }

    @Test
    void isNoUserOnceAHostsStepNamesAnotherLabel() {
        LEAD.putOn(exchange);
        exchange.setProperty(OpenRouterConstants.CLIENT_LABEL, "desk");

        assertThat(Principal.of(exchange)).isEqualTo(new Principal("desk", "support", null, Set.of()));
    }

    @Test
    void leavesNothingOfAnEarlierOneBehind() {
        LEAD.putOn(exchange);
        Principal.ofKey("laptop").putOn(exchange);

        assertThat(Principal.of(exchange)).isEqualTo(Principal.ofKey("laptop"));
        assertThat(exchange.getProperty(OpenRouterConstants.TEAM)).isNull();

        Principal.UNNAMED.putOn(exchange);
        assertThat(Principal.of(exchange)).isEqualTo(Principal.UNNAMED);
        assertThat(exchange.getProperties()).isEmpty();
    }

    @Test
    void isNothingThatAHeaderSays() {
        exchange.getMessage().setHeader(OpenRouterConstants.TEAM, "support");
        exchange.getMessage().setHeader("camelopenrouterclientlabel", "desk");

        assertThat(Principal.of(exchange)).isEqualTo(Principal.UNNAMED);
        Principal.removeHeaders(exchange.getMessage());
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void hasRolesInTheWordsOfSettings() {
        assertThat(Principal.Role.OPERATOR.word()).isEqualTo("operator");
    }

    @Test
    void aUserIsShownAsNoKeyIsCalled() {
        assertThat(Principal.ofKey("ada").shown()).isEqualTo("ada");
        assertThat(new Principal(null, null, "ada", Set.of()).shown()).isEqualTo("user/ada");
        assertThat(new Principal(null, null, "admin-token", Set.of()).shown()).isEqualTo("user/admin-token");
        assertThat(Principal.ADMIN_TOKEN.shown()).isEqualTo("admin-token");
        assertThat(Principal.UNNAMED.shown()).isNull();
        assertThat(new CallRecord.Client(null, null, "ada", null).label()).isEqualTo("user/ada");
    }
}
