/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.error;

import org.apache.camel.Exchange;

/**
 * What a guard has said to a request that may not come in. It stands on the exchange, for an error handler of a host's may go
 * on behind it, as Camel's {@code continued} does: no call is made for such a request.
 */
public final class Refusal {

    private static final String PROPERTY = "CamelOpenRouterRefusal";

    private Refusal() {}

    public static void note(Exchange request, OpenRouterException refusal) {
        request.setProperty(PROPERTY, refusal);
    }

    /** Another guard has let it in. */
    public static void forget(Exchange request) {
        request.removeProperty(PROPERTY);
    }

    /** @throws OpenRouterException what the guard has said, if it has refused the request */
    public static void check(Exchange request) {
        if (request.getProperty(PROPERTY) instanceof OpenRouterException refusal) {
            throw refusal;
        }
    }
}
