/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An operator's order: the gateway's own port takes nothing new while the process goes on, and what runs may end. As at a stop,
 * but that it can be taken back. Asked and told by any thread.
 */
public interface DoorDrain {

    /**
     * @param since when it began
     * @param until when running answers are given up
     */
    record Drained(Instant since, Instant until) {}

    /** How long running answers may go on where nobody says otherwise. */
    Duration usualPatience();

    /**
     * Begins, or gives running answers another time if it has begun.
     *
     * @param patience how long they may go on; the rest then end with an error
     */
    Drained drain(Duration patience);

    /** Everybody is taken again. */
    void takeAgain();

    /** Empty while everybody is taken. */
    Optional<Drained> drained();

    /** Answers that have not ended. */
    int openResponses();
}
