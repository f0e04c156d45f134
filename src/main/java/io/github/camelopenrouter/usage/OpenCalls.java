/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The begun lines of the calls that are under way: a new file of the journal begins with them. Safe for many threads. */
final class OpenCalls {

    private final Map<String, byte[]> byId = new ConcurrentHashMap<>();

    /** Another line of this call, with its line break. */
    void add(String id, byte[] line) {
        byId.merge(id, line, OpenCalls::concat);
    }

    void end(String id) {
        byId.remove(id);
    }

    List<byte[]> lines() {
        return new ArrayList<>(byId.values());
    }

    private static byte[] concat(byte[] lines, byte[] line) {
        byte[] all = new byte[lines.length + line.length];
        System.arraycopy(lines, 0, all, 0, lines.length);
        System.arraycopy(line, 0, all, lines.length, line.length);
        return all;
    }
}
