/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.store;

import io.github.camelopenrouter.policy.store.PolicyBook.Notes;
import io.github.camelopenrouter.spi.SharedPolicy.Session;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Notes that are a part of the change: they are there when it is. */
record SessionNotes(Session session) implements Notes {

    @Override
    public @Nullable String of(String order) throws IOException {
        return session.note(order);
    }

    @Override
    public void add(String order, String text) throws IOException {
        session.note(order, text);
    }
}
