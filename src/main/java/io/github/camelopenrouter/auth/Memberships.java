/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import io.github.camelopenrouter.spi.Membership;
import java.util.function.Function;

/** What a gateway knows of users beside their tokens: nothing, until a policy says it. Safe for many threads. */
public final class Memberships implements Function<String, Membership> {

    private volatile Function<String, Membership> policy = user -> Membership.NONE;

    public void set(Function<String, Membership> known) {
        policy = known;
    }

    @Override
    public Membership apply(String user) {
        return policy.apply(user);
    }
}
