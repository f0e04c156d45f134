/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import io.github.camelopenrouter.api.BegunAttempt;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls that are under way, and their begun lines, with which a new file of the journal begins. Safe for many threads. */
final class OpenCalls {

    private final Map<String, Begun> byId = new ConcurrentHashMap<>();
    private final String node;

    /** @param node the name of this machine in its lines */
    OpenCalls(String node) {
        this.node = node;
    }

    /** What has begun last of a call, as a line that nobody wants once its call has ended. */
    private final class Begun implements LineCourier.Line {

        private final BegunAttempt attempt;
        /** Of its attempt. */
        private final boolean isFirst;
        /** Of the attempts before. */
        private final @Nullable Begun earlier;

        /** @param before what was known of the call: of two of one attempt the later tells all */
        private Begun(BegunAttempt attempt, @Nullable Begun before) {
            this.attempt = attempt;
            this.isFirst = before == null || before.attempt.attempt() != attempt.attempt();
            this.earlier = before == null || isFirst ? before : before.earlier;
        }

        /** Not once its call has ended, and what has been held in between is of no interest any more. */
        @Override
        public boolean isWanted() {
            Begun latest = byId.get(attempt.id());
            return latest != null && (isFirst || latest == this || latest.attempt.attempt() != attempt.attempt());
        }

        @Override
        public byte[] bytes() {
            return BegunLine.of(attempt, node);
        }

        private void addTo(ByteArrayOutputStream lines) {
            if (earlier != null) {
                earlier.addTo(lines);
            }
            lines.writeBytes(bytes());
        }
    }

    /** One more of this call. */
    LineCourier.Line add(BegunAttempt attempt) {
        return byId.compute(attempt.id(), (same, earlier) -> new Begun(attempt, earlier));
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
