/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.response;

import io.github.camelopenrouter.call.ByteBudget;
import io.github.camelopenrouter.call.ClientLink;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How long the events of a stream are held because they only announce. What is held counts with the bodies of the
 * requests; where a host calls without a door of ours nobody counts those, nor this.
 */
final class ContentHold {

    /** What is held at most, an announcement that repeats an agent's tools among it. */
    static final int MOST_BYTES = 1024 * 1024;

    private final AtomicInteger counted = new AtomicInteger();

    /** Where it counts, null where nobody keeps account. */
    private final ByteBudget.@Nullable Account room;

    /** Who waits, null once nothing is held any more. */
    private @Nullable ClientLink client;

    private boolean full;

    /** A hold that is over before it has begun. */
    ContentHold() {
        room = null;
    }

    /** @param client who waits: once it has its status, nothing is held any more */
    ContentHold(ClientLink client) {
        this.room = client.room();
        this.client = client;
    }

    boolean isOver() {
        return client == null;
    }

    void end() {
        client = null;
    }

    /** More has come. */
    void add(int bytes) {
        if (client == null || full || room == null) {
            return;
        }
        if (room.take(bytes)) {
            counted.addAndGet(bytes);
        } else {
            full = true;
        }
    }

    /** What was held is on its way, or will never be. */
    void giveBack() {
        if (room != null && counted.get() > 0) {
            room.giveBack(counted.getAndSet(0));
        }
    }

    /**
     * Whether whole events that only announce have to wait for more; without room the first one is enough.
     *
     * @param events how many there are, comments aside
     */
    boolean keeps(long events) {
        return client != null && !client.isCommitted() && !(full && events > 0);
    }

    /**
     * How many bytes may be held now.
     *
     * @param showsContent whether the unfinished event is known to carry content: then it waits no longer than usual
     * @param wholeEvents how many bytes belong to whole events
     * @param longestWait how long an unfinished event waits
     */
    int mostBytes(boolean showsContent, int wholeEvents, int longestWait) {
        if (client == null || full || client.isCommitted()) {
            return longestWait;
        }
        return showsContent ? Math.min(wholeEvents + longestWait, MOST_BYTES) : MOST_BYTES;
    }
}
