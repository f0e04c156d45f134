/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.api;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request. The guard of a door says so where it knows the client's key; a host's route by the exchange
 * properties {@link OpenRouterConstants#CLIENT_LABEL} and {@link OpenRouterConstants#TEAM}. No header of a client's says
 * anything about it. Null for what nobody knows.
 *
 * @param key the label of the client's key; never the key
 * @param team whose budget and rules hold
 * @param user a person or a service that has shown a token instead of a key
 * @param roles what it may do beyond making calls
 * @param teams all that it belongs to, the one above among them
 */
public record Principal(
        @Nullable String key,
        @Nullable String team,
        @Nullable String user,
        Set<Role> roles,
        Set<String> teams) {

    /** Nobody has said who it is. */
    public static final Principal UNNAMED = new Principal(null, null, null, Set.of());

    /** Whoever has the admin token of the process: no client, and no person that anybody knows. */
    public static final Principal ADMIN_TOKEN = new Principal(null, null, "admin-token", Set.of(Role.ADMIN));

    /** What a principal may do beyond making calls. */
    public enum Role {
        /** Everything. */
        ADMIN,
        /** Sees everything, and runs the gateway. */
        OPERATOR,
        /** Reads usage and audit. */
        AUDITOR,
        /** Has the keys and limits of the own teams in hand. */
        LEAD,
        /** Has the own keys in hand. */
        MEMBER;

        /** As settings and records write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Principal {
        roles = Set.copyOf(roles);
        teams = team == null || teams.contains(team) ? Set.copyOf(teams) : with(teams, team);
    }

    /** One of whom no other team is known. */
    public Principal(@Nullable String key, @Nullable String team, @Nullable String user, Set<Role> roles) {
        this(key, team, user, roles, Set.of());
    }

    private static Set<String> with(Set<String> teams, String team) {
        if (teams.isEmpty()) {
            return Set.of(team);
        }
        return Stream.concat(teams.stream(), Stream.of(team)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whoever has the key of this label, of which nothing else is known. */
    public static Principal ofKey(String label) {
        return new Principal(label, null, null, Set.of());
    }

    /**
     * Who makes the request of this exchange. Where a host's step has named another label or team than the guard, that
     * counts, and what the guard knew of roles does not.
     */
    public static Principal of(Exchange exchange) {
        Principal known = exchange.getProperty(OpenRouterConstants.PRINCIPAL, UNNAMED, Principal.class);
        String label = exchange.getProperty(OpenRouterConstants.CLIENT_LABEL, String.class);
        String team = exchange.getProperty(OpenRouterConstants.TEAM, String.class);
        boolean same = Objects.equals(label, known.label());
        if (same && Objects.equals(team, known.team())) {
            return known;
        }
        return new Principal(same ? known.key() : label, team, same ? known.user() : null, Set.of());
    }

    /** The same, acting for this team. */
    public Principal actingFor(@Nullable String chosen) {
        return new Principal(key, chosen, user, roles, teams);
    }

    /** Says on the exchange that this is who makes its request. */
    public void putOn(Exchange exchange) {
        exchange.setProperty(OpenRouterConstants.PRINCIPAL, isUnnamed() ? null : this);
        exchange.setProperty(OpenRouterConstants.CLIENT_LABEL, label());
        exchange.setProperty(OpenRouterConstants.TEAM, team);
    }

    /** Headers of those names say nothing, and go no further: whoever sent them meant to be believed. */
    public static void removeHeaders(Message message) {
        message.removeHeader(OpenRouterConstants.CLIENT_LABEL);
        message.removeHeader(OpenRouterConstants.TEAM);
    }

    /** What the exchange calls it: the key's label, or else the user. */
    public @Nullable String label() {
        return key != null ? key : user;
    }

    /** What lines of a log call it: a user has a slash in front, as no key's label has one, so that nobody passes for another. */
    public @Nullable String shown() {
        return equals(ADMIN_TOKEN) ? user : shown(key, user);
    }

    static @Nullable String shown(@Nullable String key, @Nullable String user) {
        return key != null || user == null ? key : "user/" + user;
    }

    /**
     * Who shares nothing with others: the team, or where there is none, the key or the user. A key that is called as a team is
     * is not that team. Null where nobody knows who it is.
     */
    public @Nullable String tenant() {
        if (team != null) {
            return "team:" + team;
        }
        return key != null ? "key:" + key : user == null ? null : "user:" + user;
    }

    /** Of what tells most of them apart: they are looked for in each call. */
    @Override
    public int hashCode() {
        return 31 * (31 * Objects.hashCode(key) + Objects.hashCode(team)) + Objects.hashCode(user);
    }

    public boolean isUnnamed() {
        return equals(UNNAMED);
    }
}
