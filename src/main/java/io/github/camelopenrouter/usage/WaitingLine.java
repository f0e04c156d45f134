/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A line of the journal that waits for its turn. */
final class WaitingLine {

    /** Whether whoever has brought it waits until it is written, has waited for a while, or did not wait at all. */
    enum Kind {
        AWAITED,
        LEFT,
        OFFERED
    }

    /** As it is to be written, once it is prepared. */
    byte[] bytes;

    final Kind kind;
    private final BooleanSupplier first;
    private @Nullable IOException failure;

    /** @param first asked right before it is written: whether that is still wanted */
    WaitingLine(byte[] bytes, Kind kind, BooleanSupplier first) {
        this.bytes = bytes;
        this.kind = kind;
        this.first = first;
    }

    /**
     * @param last what becomes of it right before it is written
     * @return false where nobody wants it any more
     */
    boolean prepare(UnaryOperator<byte[]> last) {
        boolean wanted = first.getAsBoolean();
        if (wanted) {
            bytes = last.apply(bytes);
        }
        return wanted;
    }

    void failed(IOException why) {
        failure = why;
    }

    /** @throws IOException if it could not be written */
    void requireWritten() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
