/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance
 * with the License. You may obtain a copy of the License at https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed
 * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for
 * the specific language governing permissions and limitations under the License.
 */
package io.github.camelopenrouter.sandbox;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;

/** Takes any bearer token but one: the sandbox needs no key, yet a missing or refused one must be seen. */
final class Authentication {

    /** The one key that is refused. */
    static final String BAD_KEY = "sk-or-v1-bad";

    private static final int SHOWN = 6;
    private static final String SCHEME = "Bearer ";

    private Authentication() {}

    /** The label of the key: it tells keys apart, and shows nothing of them. */
    static String check(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new Refusal(ApiError.of(401, "Missing Authentication header"));
        }
        String key = header.substring(SCHEME.length()).trim();
        if (key.equals(BAD_KEY)) {
            throw new Refusal(ApiError.of(401, "User not found."));
        }
        return label(key);
    }

    /** As OpenRouter masks keys, but with the ends of the key's SHA-256 for the key's own. */
    static String label(String key) {
        String hash = HexFormat.of().formatHex(Hash.of(key));
        return "sk-or-v1-" + hash.substring(0, SHOWN) + "..." + hash.substring(hash.length() - SHOWN);
    }
}
