/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.document.PolicyKey;
import io.github.camelopenrouter.policy.document.PolicyUser;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a caller may make, or make good again: none that outlives or outranks whoever makes it. A lead has the models,
 * budgets, limits and caps of the own teams' keys in hand, within what the team has; all else an admin says.
 */
final class KeyRules {

    private static final String DISABLED = "disabled";

    private static final Set<String> OF_LEADS = Set.of(
            "team",
            "user",
            "roles",
            "sha256",
            "replaced",
            "expires",
            DISABLED,
            "models",
            "deny-models",
            "budgets",
            "limits",
            "caps");

    private final Policy policy;
    private final Caller caller;
    private final @Nullable PolicyKey own;

    KeyRules(Policy policy, Caller caller) {
        this.policy = policy;
        this.caller = caller;
        String label = caller.principal().key();
        this.own = label == null ? null : policy.keys().get(label);
    }

    /**
     * For a key that somebody gets a text of, or that is good again.
     *
     * @throws OpenRouterException 403 with the field that goes too far
     */
    void checkNew(PolicyKey key, ObjectNode document) {
        requireNoLonger(key.expires());
        check(key, document);
        if (!caller.isAdmin()
                && policy.entry(Kind.KEY, String.valueOf(key.principal().key())) == null) {
            document.properties().forEach(field -> requireInHand(field.getKey()));
        }
    }

    /**
     * For a key that is changed.
     *
     * @param before what it was
     * @throws OpenRouterException 403 with the field that goes too far
     */
    void checkChanged(ObjectNode before, PolicyKey key, ObjectNode after) {
        boolean isGoodAgain =
                before.path(DISABLED).asBoolean() && !after.path(DISABLED).asBoolean();
        if (isGoodAgain || !Objects.equals(before.get("expires"), after.get("expires"))) {
            requireNoLonger(key.expires());
        }
        if (!caller.isAdmin()) {
            Fields.changed(before, after).forEach(this::requireInHand);
        }
        check(key, after);
    }

    private void requireInHand(String field) {
        if (!OF_LEADS.contains(field)) {
            throw TooFar.at("/" + field, "only an admin says '" + field + "' of a key");
        }
    }

    /** A token's own end bounds nothing: it lives for minutes, and what its user may is the policy's to say. */
    private void requireNoLonger(@Nullable Instant expires) {
        Instant end = own == null ? null : own.expires();
        if (end != null && (expires == null || expires.isAfter(end))) {
            throw TooFar.at("/expires", "no key outlives the one that it is made with, which ends at " + end);
        }
    }

    private void check(PolicyKey key, ObjectNode document) {
        if (caller.isAdmin()) {
            return;
        }
        requireOwn(key);
        requireRoles(key);
        String team = String.valueOf(key.principal().team());
        new Within(document, document(Kind.TEAM, team), true, "the team '" + team + "'").check();
        if (own != null) {
            String label = String.valueOf(own.principal().key());
            new Within(document, document(Kind.KEY, label), false, "the key that it is made with").check();
        }
        requireWithinUser(key, document);
    }

    private void requireOwn(PolicyKey key) {
        if (!caller.isOwnTeam(key.principal().team())) {
            throw TooFar.at("/team", "this is no team of yours");
        }
        String user = key.principal().user();
        String label = String.valueOf(key.principal().key());
        boolean self = user == null
                ? label.equals(caller.principal().key())
                : user.equals(caller.principal().user());
        if (!self && !caller.has(Role.LEAD)) {
            throw TooFar.at("/user", "you make keys for yourself alone");
        }
        if (user != null && !self && !isOfTeam(user, key.principal().team())) {
            throw TooFar.at("/user", "this is no user of the team");
        }
    }

    private boolean isOfTeam(String user, @Nullable String team) {
        PolicyUser known = policy.users().get(user);
        return known != null && team != null && known.teams().contains(team);
    }

    private void requireRoles(PolicyKey key) {
        boolean another =
                !Objects.equals(key.principal().user(), caller.principal().user());
        for (Role role : key.principal().roles()) {
            if (!caller.has(role) || role == Role.MEMBER && another) {
                throw TooFar.at("/roles", "no key outranks whoever makes it");
            }
        }
    }

    /** Where another gets the key, the rules of the caller as a user do not go with it. */
    private void requireWithinUser(PolicyKey key, ObjectNode document) {
        String user = caller.principal().user();
        if (user != null && policy.users().containsKey(user)) {
            boolean holds = user.equals(key.principal().user());
            new Within(document, document(Kind.USER, user), holds, "you").check();
        }
    }

    private ObjectNode document(Kind kind, String name) {
        Entry entry = policy.entry(kind, name);
        return entry == null ? Fields.NONE : entry.document();
    }
}
