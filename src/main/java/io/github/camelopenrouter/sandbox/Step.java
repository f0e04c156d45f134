/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.buffer.Buffer;

/** One thing the sandbox does on the wire; a {@link Script} is a sequence of them. */
sealed interface Step {

    /** Sends status and headers now; without it they go with the first bytes. */
    record Head() implements Step {}

    /** Sends these bytes as one HTTP chunk. */
    record Bytes(Buffer buffer) implements Step {

        static Bytes of(String text) {
            return new Bytes(Buffer.buffer(text));
        }
    }

    /** Does something beside the wire: the bytes after it go out when it is done. */
    record Effect(Runnable action) implements Step {}

    /** Does nothing for so long. */
    record Pause(long millis) implements Step {}

    /** How an answer stops; what follows in a script is never played. */
    enum Ending implements Step {
        /** Ends as HTTP wants it. */
        CLEAN,
        /** A TCP reset (RST): the other side sees "connection reset", not an end of file. */
        RESET,
        /** Keeps the connection open and silent until the client leaves. */
        HANG
    }
}
