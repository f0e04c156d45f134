/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.document;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map that others look into, and that is copied before its first change. */
final class CopiedMap<V> {

    private Map<String, V> map;
    private boolean isOwn;

    CopiedMap(Map<String, V> map) {
        this.map = map;
    }

    @Nullable
    V get(String name) {
        return map.get(name);
    }

    void put(String name, V value) {
        own().put(name, value);
    }

    void remove(String name) {
        if (map.containsKey(name)) {
            own().remove(name);
        }
    }

    private Map<String, V> own() {
        if (!isOwn) {
            map = new HashMap<>(map);
            isOwn = true;
        }
        return map;
    }

    /** Nobody changes it from here on. */
    Map<String, V> finished() {
        if (isOwn) {
            map = Collections.unmodifiableMap(map);
            isOwn = false;
        }
        return map;
    }

    /** To look through it. */
    Map<String, V> asItIs() {
        return Collections.unmodifiableMap(map);
    }
}
