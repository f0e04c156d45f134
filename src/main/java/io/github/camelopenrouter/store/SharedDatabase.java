/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The database of a process, opened by whoever needs it first. Safe for many threads. */
final class SharedDatabase implements AutoCloseable {

    private final Supplier<Database> opener;
    private volatile @Nullable Database database;
    private boolean closed;

    SharedDatabase(Supplier<Database> opener) {
        this.opener = opener;
    }

    /** @throws RuntimeException if it cannot be opened now; another time it may */
    synchronized Database open() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        Database known = database;
        if (known == null) {
            known = opener.get();
            database = known;
        }
        return known;
    }

    /** Null while nobody has needed it. */
    @Nullable
    Database ifOpen() {
        return database;
    }

    @Override
    public void close() {
        Database open;
        synchronized (this) {
            closed = true;
            open = database;
        }
        if (open != null) {
            open.close();
        }
    }
}
