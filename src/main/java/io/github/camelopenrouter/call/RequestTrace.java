/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import io.github.camelopenrouter.api.CallRecord;
import org.jspecify.annotations.Nullable;

/** The trace of one request at a door. */
public interface RequestTrace {

    /** The Exchange property that holds it, of copies too; absent where there is none. */
    String PROPERTY = "CamelOpenRouterTrace";

    /** No operation made its call out of the request, or none was to, and this was its end. */
    void ended(CallRecord call);

    /** The same of a request that has no record: a list, or a host's own. */
    void ended(@Nullable Integer status);
}
