/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.export;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where an export has its records from; for one thread. */
interface Source extends AutoCloseable {

    /** What comes next; null where there is nothing yet. */
    @Nullable
    Parcel next() throws IOException;

    /** The last one has been dealt with. */
    void passed() throws IOException;

    @Override
    void close() throws IOException;
}
