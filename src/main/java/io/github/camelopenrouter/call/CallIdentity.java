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

/** The call that an exchange is making, as its record will name it. Stands in the Exchange property {@link #PROPERTY}. */
public interface CallIdentity {

    String PROPERTY = "CamelOpenRouterCallIdentity";

    /** That of this exchange's call; null where nobody records it. */
    static @Nullable CallIdentity of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, CallIdentity.class);
    }

    /** The id of its record. */
    String id();
}
