/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.upstream;

import io.github.camelopenrouter.balance.Attempt;
import io.github.camelopenrouter.balance.Balancer;
import io.github.camelopenrouter.error.FailureKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who was chosen to make one attempt: its key, and its model where a group was asked for. They learn what the circuit
 * breaker learns, and count the attempt as theirs from its permission to its last byte; on every way out, each of that
 * happens once.
 */
public final class AttemptMembers {

    private record Chosen(Balancer group, String name) {
        Attempt begin() {
            return group.begin(name);
        }
    }

    private @Nullable Chosen chosenKey;
    private @Nullable UpstreamKey upstreamKey;
    private @Nullable Chosen chosenModel;
    private volatile @Nullable Attempt key;
    private volatile @Nullable Attempt model;

    public void chooseKey(Balancer keys, UpstreamKey chosen) {
        chosenKey = new Chosen(keys, chosen.label());
        upstreamKey = chosen;
    }

    /** Asks with this key, which nobody has chosen from others. */
    void useKey(UpstreamKey key) {
        upstreamKey = key;
    }

    void chooseModel(Balancer group, String name) {
        chosenModel = new Chosen(group, name);
    }

    /** The key, which has been chosen. */
    public UpstreamKey key() {
        return Objects.requireNonNull(upstreamKey);
    }

    /** The label of the key, null before. */
    @Nullable
    String keyLabelOrNull() {
        return upstreamKey == null ? null : upstreamKey.label();
    }

    /** The breakers have let the attempt through. */
    void begin() {
        key = chosenKey == null ? null : chosenKey.begin();
        model = chosenModel == null ? null : chosenModel.begin();
    }

    void firstByte() {
        if (key != null) {
            key.firstByte();
        }
        if (model != null) {
            model.firstByte();
        }
    }

    /**
     * The answer has this status. A 429 counts as a failure of the model, so that its vendor gets fewer calls, and only as
     * a refused request of the key.
     */
    void answered(int status) {
        judge(key, status);
        judge(model, status == 429 ? 503 : status);
    }

    /** There was no whole answer, and that is the vendor's fault. */
    void failed() {
        if (key != null) {
            key.failed();
        }
        if (model != null) {
            model.failed();
        }
        end();
    }

    /** The last byte has come, or will never come. */
    void end() {
        if (key != null) {
            key.end();
        }
        if (model != null) {
            model.end();
        }
    }

    private static void judge(@Nullable Attempt attempt, int status) {
        if (attempt == null) {
            return;
        }
        FailureKind kind = FailureKind.ofStatus(status);
        if (kind.isVendors()) {
            attempt.failed();
        } else if (kind != FailureKind.NONE) {
            attempt.refused();
        } else {
            attempt.succeeded();
        }
    }
}
