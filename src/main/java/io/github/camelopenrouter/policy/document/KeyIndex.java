/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keys by label and by hash, as they are changed. */
final class KeyIndex {

    private final CopiedMap<PolicyKey> byLabel;
    private final CopiedMap<PolicyKey> byHash;
    private final Predicate<String> isTaken;

    /** @param isTaken whether a label or a hash is a key's somewhere else */
    KeyIndex(Policy before, Predicate<String> isTaken) {
        this.byLabel = new CopiedMap<>(before.keys());
        this.byHash = new CopiedMap<>(before.byHash());
        this.isTaken = isTaken;
    }

    @Nullable
    PolicyKey get(String label) {
        return byLabel.get(label);
    }

    Map<String, PolicyKey> asItIs() {
        return byLabel.asItIs();
    }

    /** @throws PolicyFault if another has its label or its hash */
    void put(String label, PolicyKey key, String pointer) throws PolicyFault {
        if (isTaken.test(label)) {
            throw new PolicyFault(pointer, "a key of this label stands in openrouter.auth.keys, too");
        }
        for (String hash : hashesOf(key)) {
            if (isTaken.test(hash)) {
                throw new PolicyFault(pointer + "/sha256", "this key stands in openrouter.auth.keys, too");
            }
            PolicyKey same = byHash.get(hash);
            if (same != null && !label.equals(same.principal().key())) {
                throw new PolicyFault(pointer + "/sha256", "this is the key of another label, too");
            }
        }
        forgetHashes(label);
        byLabel.put(label, key);
        hashesOf(key).forEach(hash -> byHash.put(hash, key));
    }

    void remove(String label) {
        forgetHashes(label);
        byLabel.remove(label);
    }

    private void forgetHashes(String label) {
        PolicyKey before = byLabel.get(label);
        if (before != null) {
            hashesOf(before).forEach(byHash::remove);
        }
    }

    private static List<String> hashesOf(PolicyKey key) {
        return key.replaced() == null
                ? List.of(key.sha256())
                : List.of(key.replaced().sha256(), key.sha256());
    }

    Map<String, PolicyKey> finishedByLabel() {
        return byLabel.finished();
    }

    Map<String, PolicyKey> finishedByHash() {
        return byHash.finished();
    }
}
