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

/** A store that has records of users, too, and calls them what the journal does. It makes this a bean. */
public interface UserStore {

    /** Its name in the registry. */
    String BEAN = "openrouter-user-store";

    /** Changes the files of the journal. */
    interface FileChange {
        void run() throws IOException;
    }

    /**
     * What has been changed.
     *
     * @param calls rows of calls
     * @param hours rows of sums of hours
     */
    record Rows(long calls, long hours) {}

    /** Whether something is this user's. */
    boolean has(RenamedUser user) throws IOException;

    /**
     * Calls a user otherwise, while the journal does so and nobody reads it; its position there stays good whatever happens.
     *
     * @throws IOException if it is away: where that is known in time the journal has not changed either. To be done again
     */
    Rows rename(RenamedUser user, FileChange journal) throws IOException;
}
