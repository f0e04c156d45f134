/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelopenrouter.api.Principal.Role;
import io.github.camelopenrouter.api.Sha256;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyFault;
import io.github.camelopenrouter.policy.document.PolicyKey;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A key that has just been made.
 *
 * @param secret is shown once; nobody keeps it
 */
record NewKey(Entry entry, String secret) {

    private static final String TEAM = "team";

    /**
     * @param body what somebody wants it to be; is not changed
     * @param pointer where that stands in the request
     * @throws OpenRouterException 403 if the caller may not make such a key, 409 if there is one of this label
     */
    static NewKey add(PolicyEdit edit, Caller caller, KeyRules rules, KeyText texts, JsonNode body, String pointer)
            throws PolicyFault {
        if (!(body instanceof ObjectNode wanted)) {
            throw new PolicyFault(pointer, "a key is a JSON object");
        }
        ObjectNode document = wanted.deepCopy();
        String label = label(document.remove("label"), pointer);
        if (document.has("sha256") || document.has("replaced")) {
            throw new PolicyFault(pointer + "/sha256", "the gateway chooses a new key itself");
        }
        if (edit.entry(Kind.KEY, label) != null) {
            throw OpenRouterException.of(
                    409, "There is a key of the label '" + label + "' already.", pointer + "/label", "label_taken");
        }
        putUser(document, edit, caller);
        boolean isTeamSaid = document.has(TEAM);
        if (document.path(TEAM).isNull()) {
            document.remove(TEAM);
        }
        String secret = texts.next();
        document.put("sha256", Sha256.hex(secret));
        edit.put(Kind.KEY, label, document, pointer);
        if (!isTeamSaid) {
            throw new PolicyFault(
                    pointer + "/" + TEAM,
                    "a key needs a 'team'; null is one of no team, for which the organisation's rules alone hold");
        }
        rules.checkNew(Objects.requireNonNull(edit.key(label)), document);
        return new NewKey(Objects.requireNonNull(edit.entry(Kind.KEY, label)), secret);
    }

    /** A member's key is the member's own, which only a user of the policy can have; a lead may make one that is nobody's. */
    private static void putUser(ObjectNode document, PolicyEdit edit, Caller caller) {
        String user = caller.principal().user();
        boolean isKnown = user != null && edit.entry(Kind.USER, user) != null;
        if (!document.has("user") && !caller.isAdmin() && user != null && (isKnown || !caller.has(Role.LEAD))) {
            document.put("user", user);
        }
    }

    private static String label(@Nullable JsonNode label, String pointer) throws PolicyFault {
        if (label == null || !label.isTextual() || PolicyKey.RESERVED.contains(label.textValue())) {
            throw new PolicyFault(
                    pointer + "/label",
                    "a key needs a 'label', a text other than " + String.join(", ", new TreeSet<>(PolicyKey.RESERVED)));
        }
        return label.textValue();
    }

    /** The only answer that ever has it. */
    ObjectNode shown() {
        return Shown.of(entry).put("key", secret);
    }
}
