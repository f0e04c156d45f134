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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has done to a gateway, or has wanted to. Nothing secret stands in it: neither keys nor the values of settings
 * that hold them.
 *
 * @param actor who
 * @param action a word and a point between subject and verb, {@code key.create}, {@code login}, {@code reload}
 * @param target what it was done to, a key's label or a file; null where the action says it
 * @param before what held; empty where nothing did
 * @param after what holds now, or would
 * @param outcome how it ended
 */
public record AuditEvent(
        Actor actor,
        String action,
        @Nullable String target,
        Map<String, ?> before,
        Map<String, ?> after,
        Outcome outcome) {

    /**
     * @param principal the label of a key or a token, or the user; the process for what it does of itself
     * @param roles what the principal may do
     * @param address which the request came from; null where there was none
     * @param kind whether it is a person, whom an audit names by a pseudonym and can forget
     */
    public record Actor(
            String principal, Set<String> roles, @Nullable String address, Kind kind) {

        /** What a principal is. */
        public enum Kind {
            /** A human being. */
            PERSON,
            /** A key, a token, a program or the gateway. */
            SERVICE
        }

        private static final String UNKNOWN = "unknown";

        /** The process itself. */
        public static final Actor GATEWAY = new Actor("gateway", Set.of(), null);

        public Actor {
            roles = Set.copyOf(roles);
        }

        /** A service. */
        public Actor(String principal, Set<String> roles, @Nullable String address) {
            this(principal, roles, address, Kind.SERVICE);
        }

        /**
         * Who makes a request. The user, where somebody knows one, and taken for a person: whoever cannot tell a program's
         * token from a human being's must not write down the latter's name for good. Else the key's label.
         */
        public static Actor of(Principal principal, @Nullable String address) {
            Set<String> roles =
                    principal.roles().stream().map(Principal.Role::word).collect(Collectors.toSet());
            if (principal.user() != null && !principal.equals(Principal.ADMIN_TOKEN)) {
                return new Actor(principal.user(), roles, address, Kind.PERSON);
            }
            String label = principal.label();
            return new Actor(label == null ? UNKNOWN : label, roles, address);
        }
    }

    public enum Outcome {
        /** It has happened. */
        DONE,
        /** The principal may not do that. */
        REFUSED,
        /** It could not be done. */
        FAILED;

        /** As lines write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AuditEvent {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    /** What the process does of itself. */
    public static AuditEvent ofGateway(String action, @Nullable String target, Map<String, ?> after) {
        return new AuditEvent(Actor.GATEWAY, action, target, Map.of(), after, Outcome.DONE);
    }
}
