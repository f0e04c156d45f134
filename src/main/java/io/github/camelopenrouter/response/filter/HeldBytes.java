/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response.filter;

import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.call.ClientLink;
import org.jspecify.annotations.Nullable;

/** What the filters of one call hold, which counts with the bodies of the requests where somebody keeps account. */
final class HeldBytes {

    /** What is held at most, and the longest event or body that a filter sees. */
    static final int MOST_BYTES = 16 * 1024 * 1024;

    /** About what an event takes beside its bytes. */
    private static final int OBJECTS = 512;

    private final ByteBudget.@Nullable Account room;
    private int held;
    private int unfinished;

    HeldBytes(ClientLink client) {
        this.room = client.room();
    }

    /** The event has to wait; false if there is no room for it. */
    boolean take(AnswerEvent event) {
        int size = event.size() + OBJECTS;
        if (!take(size)) {
            return false;
        }
        event.count(size);
        return true;
    }

    /** The event waits no longer. */
    void giveBack(AnswerEvent event) {
        giveBack(event.counted());
        event.count(0);
    }

    /** So many bytes wait to become an event or a body; false if there is no room for them. */
    boolean unfinished(int bytes) {
        if (bytes > unfinished && !take(bytes - unfinished)) {
            return false;
        }
        giveBack(Math.max(0, unfinished - bytes));
        unfinished = bytes;
        return true;
    }

    /** Nothing is held any more. */
    void giveBackAll() {
        giveBack(held);
        unfinished = 0;
    }

    private boolean take(int bytes) {
        if (held + bytes > MOST_BYTES || !findsRoom(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    /** A step of a call may go on when its client has all of its answer: then nobody keeps account any more. */
    private boolean findsRoom(int bytes) {
        return room == null || room.take(bytes) || room.isClosed();
    }

    private void giveBack(int bytes) {
        held -= bytes;
        if (room != null && bytes > 0) {
            room.giveBack(bytes);
        }
    }
}
