/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one label, so many at most, first come, first served: what comes beyond is called {@code other}. A value that
 * was let in stays. Safe for threads.
 */
final class BoundedLabel {

    /** What nobody is to tell apart. */
    static final String OTHER = "other";

    /** What is not known, or not there; to Prometheus that is no label. */
    static final String NONE = "";

    private final int most;
    private final Map<String, String> admitted = new ConcurrentHashMap<>();

    BoundedLabel(int most) {
        this.most = most;
    }

    /** The value as it was let in, null if it was not yet. */
    @Nullable
    String known(String value) {
        return admitted.get(value);
    }

    /** Lets the value in, if there is room. */
    String admit(String value) {
        String known = admitted.get(value);
        return known != null ? known : admitNew(value);
    }

    private synchronized String admitNew(String value) {
        if (admitted.size() >= most) {
            return admitted.getOrDefault(value, OTHER);
        }
        admitted.put(value, value);
        return value;
    }
}
