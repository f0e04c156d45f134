/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.alert;

import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the book is kept. Safe for many threads. */
interface AlertBook {

    /**
     * Changes it while nobody else does.
     *
     * @param change may be asked more than once, and has no other effect then
     * @return as it is now
     */
    Book update(Instant now, UnaryOperator<Book> change) throws IOException;

    /** Whether what stands in it may be told; not in the first moments of a start, in which that of the store may come yet. */
    boolean isOpen(Instant now);

    /** As it was last seen, without asking anybody. */
    Book last();

    /** Why it is not kept where it should be; null where it is. */
    @Nullable
    String problem();
}
