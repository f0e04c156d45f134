/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.api.OpenRouterConstants;
import io.github.camelopenrouter.api.Principal;
import io.github.camelopenrouter.error.ForbiddenException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/**
 * For which of its teams a client calls: whoever shows a token may belong to several, and one budget is to hold. A client key
 * is of one team or none, and so is whoever its authenticator has given a team already.
 */
final class TeamChoice {

    private static final int MOST_SHOWN = 10;

    private TeamChoice() {}

    /** @throws ForbiddenException if several are possible and none is named, or one that is none of its own */
    static Principal of(Principal client, Message request) {
        if (client.key() != null || client.team() != null) {
            return client;
        }
        String named = request.getHeader(OpenRouterConstants.TEAM_HEADER, String.class);
        if (named != null) {
            return client.actingFor(own(named.trim(), client));
        }
        if (client.teams().size() > 1) {
            throw new ForbiddenException("Your token is of several teams: choose one by the header "
                    + OpenRouterConstants.TEAM_HEADER + ": " + shown(client.teams()) + ".");
        }
        return client.actingFor(client.teams().stream().findFirst().orElse(null));
    }

    private static String shown(Set<String> teams) {
        String some = teams.stream().sorted().limit(MOST_SHOWN).collect(Collectors.joining(", "));
        return teams.size() <= MOST_SHOWN ? some : some + " and " + (teams.size() - MOST_SHOWN) + " more";
    }

    /** In the same words whether there is such a team or not. */
    private static String own(String named, Principal client) {
        if (!client.teams().contains(named)) {
            throw new ForbiddenException(
                    "The header " + OpenRouterConstants.TEAM_HEADER + " names no team that your token is of.");
        }
        return named;
    }
}
