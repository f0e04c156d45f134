/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelopenrouter.api.Principal;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose calls a client is told of. */
class UsageOwnerTest {

    private static final Principal BOT = new Principal("bot", "support", null, Set.of());
    private static final Principal ADA = new Principal(null, null, "ada", Set.of());

    @Test
    void aKeyIsToldOfItsOwnAndATeamOfAll() throws Exception {
        JsonNode own = record("'key':'bot','team':'support'");
        JsonNode ofTeam = record("'key':'other','team':'support'");
        assertThat(UsageOwner.of(BOT).has(own)).isTrue();
        assertThat(UsageOwner.of(BOT).has(ofTeam)).isFalse();
        assertThat(UsageOwner.teamOf(BOT).has(ofTeam)).isTrue();
        assertThat(UsageOwner.teamOf(BOT).has(record("'key':'bot','team':'lab'")))
                .isFalse();
    }

    @Test
    void aUserWithoutATeamIsToldOfTheOwn() throws Exception {
        assertThat(UsageOwner.teamOf(ADA).has(record("'user':'ada'"))).isTrue();
        assertThat(UsageOwner.teamOf(ADA).has(record("'user':'ada','team':'lab'")))
                .isFalse();
        assertThat(UsageOwner.teamOf(ADA).has(record("'key':'ada'"))).isFalse();
    }

    @Test
    void nobodyIsToldOfNobodysCallsAlone() throws Exception {
        UsageOwner nobody = UsageOwner.of(Principal.UNNAMED);
        assertThat(nobody.has(record(""))).isTrue();
        assertThat(nobody.has(record("'key':'bot'"))).isFalse();
        assertThat(nobody.has(record("'team':'support'"))).isFalse();
        assertThat(UsageOwner.ANYBODY.has(record("'team':'support'"))).isTrue();
    }

    private static JsonNode record(String client) throws Exception {
        return new ObjectMapper().readTree(("{'client':{" + client + "}}").replace('\'', '"'));
    }
}
