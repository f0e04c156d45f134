/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The begun lines of the calls that are under way: a new file of the journal begins with them. Safe for many threads. */
final class OpenCalls {

    private final Map<String, Lines> byId = new ConcurrentHashMap<>();

    private record Lines(byte[] last, @Nullable Lines earlier) {

        private void addTo(ByteArrayOutputStream lines) {
            if (earlier != null) {
                earlier.addTo(lines);
            }
            lines.writeBytes(last);
        }
    }

    /** Another line of this call, with its line break. */
    void add(String id, byte[] line) {
        byId.compute(id, (same, earlier) -> new Lines(line, earlier));
    }

    void end(String id) {
        byId.remove(id);
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Of all of them, one behind the other. */
    byte[] lines() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        byId.values().forEach(call -> call.addTo(lines));
        return lines.toByteArray();
    }
}
