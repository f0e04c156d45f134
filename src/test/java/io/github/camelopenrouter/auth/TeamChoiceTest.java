/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.ForbiddenException;
import io.github.camelopenrouter.testing.Exchanges;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamChoiceTest {

    private static final Principal ADA = new Principal(null, null, "ada", Set.of(), Set.of("support", "finance"));

    @Test
    void oneTeamNeedsNoChoice() {
        Principal bot = new Principal(null, null, "bot", Set.of(), Set.of("support"));

        assertThat(TeamChoice.of(bot, request(null)).team()).isEqualTo("support");
        assertThat(TeamChoice.of(bot, request(" support ")).team()).isEqualTo("support");
    }

    @Test
    void noneIsNone() {
        Principal nobodys = new Principal(null, null, "bot", Set.of());

        assertThat(TeamChoice.of(nobodys, request(null))).isEqualTo(nobodys);
    }

    @Test
    void ofSeveralTheHeaderChoosesOneAndTheOthersAreKept() {
        assertThat(TeamChoice.of(ADA, request("finance")))
                .isEqualTo(new Principal(null, "finance", "ada", Set.of(), Set.of("support", "finance")));
    }

    @Test
    void ofSeveralOneMustBeChosen() {
        assertThatThrownBy(() -> TeamChoice.of(ADA, request(null)))
                .isInstanceOf(ForbiddenException.class)
                .hasMessage(
                        "Your token is of several teams: choose one by the header x-openrouter-team: finance, support.");
    }

    @Test
    void ofManyTenAreNamed() {
        Set<String> teams = IntStream.range(10, 25).mapToObj(i -> "t" + i).collect(Collectors.toSet());

        assertThatThrownBy(() -> TeamChoice.of(new Principal(null, null, "ada", Set.of(), teams), request(null)))
                .hasMessageEndingWith(": t10, t11, t12, t13, t14, t15, t16, t17, t18, t19 and 5 more.");
    }

    /** Whether another team exists is nobody's business. */
    @ParameterizedTest
    @ValueSource(strings = {"sales", "no-such-team", "", "Support"})
    void anotherTeamIsRefusedLikeOneThatDoesNotExist(String team) {
        assertThatThrownBy(() -> TeamChoice.of(ADA, request(team)))
                .isInstanceOf(ForbiddenException.class)
                .hasMessage("The header x-openrouter-team names no team that your token is of.");
    }

    @Test
    void besideAClientKeyTheHeaderSaysNothing() {
        assertThat(TeamChoice.of(Principal.ofKey("ci"), request("support"))).isEqualTo(Principal.ofKey("ci"));
        Principal ofTeam = new Principal("ci", "sales", null, Set.of());
        assertThat(TeamChoice.of(ofTeam, request("support"))).isEqualTo(ofTeam);
    }

    @Test
    void whoeverHasATeamAlreadyKeepsIt() {
        Principal ofAHost = new Principal(null, "sales", "ada", Set.of());
        assertThat(TeamChoice.of(ofAHost, request("support"))).isEqualTo(ofAHost);
    }

    private static Message request(@Nullable String team) {
        Message request = Exchanges.empty().getMessage();
        request.setHeader("X-OpenRouter-Team", team);
        return request;
    }
}
