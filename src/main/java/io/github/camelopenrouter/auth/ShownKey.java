/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.auth;

import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What a client shows to be let in. Taken off the message, for no later step needs it. */
final class ShownKey {

    private static final String AUTHORIZATION = "Authorization";
    private static final String API_KEY = "x-api-key";
    private static final String BEARER = "Bearer ";

    private ShownKey() {}

    /** From {@code Authorization: Bearer}, else from {@code x-api-key}; null for nothing of either. */
    static @Nullable String take(Message message) {
        Object apiKey = message.removeHeader(API_KEY);
        String bearer = takeBearer(message);
        return bearer == null && apiKey instanceof String key ? key.trim() : bearer;
    }

    /** From {@code Authorization: Bearer} alone. */
    static @Nullable String takeBearer(Message message) {
        message.removeHeader(API_KEY);
        Object authorization = message.removeHeader(AUTHORIZATION);
        return authorization instanceof String text && text.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? text.substring(BEARER.length()).trim()
                : null;
    }
}
