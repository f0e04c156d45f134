/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.admin.policy;

import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Entry;
import io.github.camelopenrouter.policy.document.Kind;
import io.github.camelopenrouter.policy.document.PolicyEdit;
import io.github.camelopenrouter.policy.document.PolicyKey;

/** A key that the caller has in hand. */
record KeyInHand(Entry entry, PolicyKey key) {

    /** @throws OpenRouterException 404 if there is none, 403 if it is another's, or may what the caller may not */
    static KeyInHand of(PolicyEdit edit, Caller caller, String label) {
        Entry entry = edit.entry(Kind.KEY, label);
        PolicyKey key = edit.key(label);
        if (entry == null || key == null) {
            throw caller.missing(Kind.KEY.word());
        }
        if (!caller.hasInHand(key)) {
            throw Caller.notInHand();
        }
        if (caller.isOutrankedBy(key)) {
            throw OpenRouterException.of(403, "This key has a role that you have not.", null, "not_allowed");
        }
        return new KeyInHand(entry, key);
    }
}
