/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.call;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Follows requests and calls by the spans of a trace. What is not sampled gets null from here, and costs no more than that
 * answer.
 */
public interface Tracing {

    /** A request has come in by a door, and its guard has let it in: its trace, which stands on the exchange from here on. */
    @Nullable
    RequestTrace request(Exchange exchange, Arrival arrival);

    /**
     * An operation begins.
     *
     * @param isOfRequest whether the request at the door becomes this call, and its trace ends with the call's record
     */
    @Nullable
    CallTrace call(Exchange exchange, boolean isOfRequest);
}
