/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.usage;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** How the journal of a process is, for whoever lives by what stands in it; to ask costs nothing. */
public interface JournalState {

    /** That of the context's journal; empty where it keeps none. */
    static Optional<JournalState> find(CamelContext context) {
        return context.getRegistry().findByType(JournalState.class).stream().findFirst();
    }

    /** Whether it can be written, and has what the process before has left open. */
    boolean isJournalWhole();

    /** Why the last record could not be written; null where it could. */
    @Nullable
    String problem();
}
