/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.spi;

import io.github.camelopenrouter.api.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Knows clients by what they show at a door. With {@code openrouter.auth=keys} the keys of {@code openrouter.auth.keys} are
 * asked first, then the issuers of tokens, then each bean of this type, found at the first request; who is unknown to all of
 * them gets a 401. Of a principal with several teams, and none of them chosen yet, the client's header {@code
 * x-openrouter-team} chooses one. Without that setting none is asked, and none for a request that shows neither {@code Authorization: Bearer} nor {@code x-api-key}.
 *
 * <p>Runs for every request, on its thread: it has to be quick, and safe for many threads.
 */
@FunctionalInterface
public interface Authenticator {

    /**
     * Who shows these credentials.
     *
     * @return null if they are none of this authenticator's
     * @throws RuntimeException if nobody may come in with them, whoever else is asked: an
     *     {@code OpenRouterException.unauthorized(…)} is the client's answer, anything else a 500
     */
    @Nullable
    Principal authenticate(Credentials shown);
}
