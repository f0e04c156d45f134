/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.policy.limits;

import io.github.camelopenrouter.config.SettingException;
import io.github.camelopenrouter.error.OpenRouterException;
import io.github.camelopenrouter.policy.document.Policy;
import io.github.camelopenrouter.policy.request.Grant;
import io.github.camelopenrouter.spi.FeatureContext;
import io.github.camelopenrouter.spi.FeatureContext.Place;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Has the limits of a policy hold in a gateway. They need Bucket4j, which a host may lack. */
public final class Limits {

    private static final String NAME = "limits";
    private static final String TYPE = "io.github.bucket4j.Bucket";

    private Limits() {}

    /**
     * Adds the steps; behind those that authorize.
     *
     * @throws SettingException if there are limits and no library to count with
     */
    public static void install(FeatureContext gateway, Supplier<Policy> policy, Function<Exchange, Grant> grants) {
        CamelContext context = gateway.camelContext();
        if (context.getClassResolver().resolveClass(TYPE) != null) {
            Clock clock = Clock.systemUTC();
            LimitBook book = new LimitBook(policy, System::nanoTime);
            gateway.step(Place.OPERATION, NAME, new TakeRequest(book, grants, gateway.prefix(), clock));
            gateway.step(Place.REQUEST, NAME, new TakeTokens(policy));
        } else if (areThere(policy)) {
            throw new SettingException(
                    "The policy has limits, which need Bucket4j, which is not on the class path: add com.bucket4j:bucket4j_jdk17-core.");
        } else {
            gateway.step(Place.OPERATION, NAME, new WithoutLibrary(policy));
        }
    }

    private static boolean areThere(Supplier<Policy> policy) {
        try {
            return policy.get().hasLimits();
        } catch (OpenRouterException notReadYet) {
            return false; // the first look at it tells
        }
    }
}
