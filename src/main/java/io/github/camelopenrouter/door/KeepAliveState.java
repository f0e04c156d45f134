/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.door;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.camelopenrouter.call.ClientLink.Expectation;

/**
 * When one client is due a keep-alive, and what it is: a comment in an event stream, white space before a plain answer.
 * Writes nothing itself; {@link ClientResponse} calls it under its lock.
 */
final class KeepAliveState {

    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(US_ASCII);
    private static final byte[] WHITE_SPACE = {'\n'};

    private long last = System.nanoTime();
    /** Whether a sign of life would stand between two events, or before the answer. */
    private boolean fitting = true;

    /** The answer is there: no keep-alive may come before it any more. */
    void answerBegins() {
        fitting = false;
    }

    /**
     * The client gets a piece of its answer.
     *
     * @param whole whether the piece ends between two events
     */
    void piece(boolean whole) {
        fitting = whole;
        last = System.nanoTime();
    }

    /** Whether the client has waited too long; longer where the sign would have to commit a plain answer's status. */
    boolean isDue(long now, Expectation expected, boolean headSent, EngineOptions options) {
        long limit = expected.stream() || headSent
                ? options.keepAlive().toNanos()
                : options.heartbeatHold().toNanos();
        return fitting && limit > 0 && now - last >= limit;
    }

    /** The bytes to send now. */
    byte[] next(long now, Expectation expected) {
        last = now;
        return expected.stream() ? COMMENT : WHITE_SPACE;
    }
}
